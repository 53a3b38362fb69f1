//! Smaller texts: a body, or an input, with something left out.
//!
//! Edits are made to the bytes, so that the spelling of what stays, its escapes, its white space, its
//! duplicate members, stays as it was. The text need not be well-formed: malformed ones are shrunk too.

use std::ops::Range;

use crate::json::Json;

use super::units;

/// How many edits are thought of for one row: the items of a container, the characters of a string.
const EDITS: usize = 64;

/// How many containers and strings are looked at, the largest ones.
const LARGEST: usize = 200;

/// Returns texts with something left out, those that leave out most before the others.
pub fn texts(text: &[u8]) -> Vec<Vec<u8>> {
    let outline = Outline::of(text);
    let mut edits = Edits { text, found: Vec::new() };
    for container in &outline.containers {
        container.edits(&mut edits);
    }
    outline.chains(&mut edits);
    for string in &outline.strings {
        let raw = &text[string.clone()];
        let characters = units::of_string(raw);
        for left_out in units::stretches(characters.len(), EDITS) {
            let (first, last) = (&characters[left_out.start], &characters[left_out.end - 1]);
            edits.push(string.start + first.start..string.start + last.end, b"");
        }
    }
    for number in &outline.numbers {
        if number.len() > 1 {
            edits.push(number.clone(), b"0");
        }
    }
    for left_out in units::stretches(outline.space.len(), EDITS) {
        let ranges = &outline.space[left_out];
        edits.found.push(without(text, ranges));
    }
    if Json::parse(text).is_err() {
        for left_out in units::stretches(text.len(), 8 * EDITS) {
            edits.push(left_out, b"");
        }
    }
    let mut found = edits.found;
    found.retain(|other| other.len() < text.len());
    found.sort_by_key(Vec::len);
    // Of the same length, but plainer.
    found.extend(outline.strings.iter().filter_map(|string| plainer(text, string)));
    found
}

struct Edits<'t> {
    text: &'t [u8],
    found: Vec<Vec<u8>>,
}

impl Edits<'_> {
    /// The text with `by` in place of a stretch of it.
    fn push(&mut self, stretch: Range<usize>, by: &[u8]) {
        self.found.push([&self.text[..stretch.start], by, &self.text[stretch.end..]].concat());
    }
}

fn without(text: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut rest = Vec::new();
    let mut at = 0;
    for range in ranges {
        rest.extend_from_slice(&text[at..range.start]);
        at = range.end;
    }
    rest.extend_from_slice(&text[at..]);
    rest
}

/// Returns the text with as many letters in place of the characters of a string that are no letters or digits;
/// `None` if there are none.
fn plainer(text: &[u8], string: &Range<usize>) -> Option<Vec<u8>> {
    let raw = &text[string.clone()];
    if raw.iter().all(u8::is_ascii_alphanumeric) || raw.len() > 4_096 {
        return None;
    }
    let plain = vec![b'a'; units::of_string(raw).len()];
    Some([&text[..string.start], &plain, &text[string.end..]].concat())
}

/// Where the parts of a text are, told from its brackets, quotes and commas alone.
#[derive(Debug, Default)]
struct Outline {
    /// The largest first.
    containers: Vec<Container>,
    /// The contents of strings, without their quotes, the longest first.
    strings: Vec<Range<usize>>,
    /// Numbers and literals.
    numbers: Vec<Range<usize>>,
    /// White space between tokens.
    space: Vec<Range<usize>>,
}

#[derive(Debug)]
struct Container {
    /// From its opening bracket to behind its closing one.
    span: Range<usize>,
    /// Its items, without the commas between them.
    items: Vec<Range<usize>>,
    /// Where the value of each item begins: behind the colon of a member.
    values: Vec<usize>,
}

impl Outline {
    fn of(text: &[u8]) -> Self {
        let mut outline = Self::default();
        // Each open container, with where its present item and that one's value began.
        let mut open: Vec<(Container, usize, usize)> = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let start = at;
            at += 1;
            match text[start] {
                b'"' => {
                    while at < text.len() && text[at] != b'"' {
                        at += if text[at] == b'\\' { 2 } else { 1 };
                    }
                    let end = at.min(text.len());
                    outline.strings.push(start + 1..end);
                    at = (end + 1).min(text.len());
                }
                b'{' | b'[' => {
                    let container = Container {
                        span: start..text.len(),
                        items: Vec::new(),
                        values: Vec::new(),
                    };
                    open.push((container, at, at));
                }
                b':' => {
                    if let Some((_, _, value)) = open.last_mut() {
                        *value = at;
                    }
                }
                b',' => {
                    if let Some((container, item, value)) = open.last_mut() {
                        container.items.push(*item..start);
                        container.values.push(*value);
                        (*item, *value) = (at, at);
                    }
                }
                b'}' | b']' => {
                    if let Some((mut container, item, value)) = open.pop() {
                        if !text[item..start].trim_ascii().is_empty() {
                            container.items.push(item..start);
                            container.values.push(value);
                        }
                        container.span.end = at;
                        outline.containers.push(container);
                    }
                }
                b' ' | b'\t' | b'\r' | b'\n' => {
                    while text.get(at).is_some_and(u8::is_ascii_whitespace) {
                        at += 1;
                    }
                    outline.space.push(start..at);
                }
                _ => {
                    let ends = |byte: &u8| b"\",:{}[] \t\r\n".contains(byte);
                    while text.get(at).is_some_and(|byte| !ends(byte)) {
                        at += 1;
                    }
                    outline.numbers.push(start..at);
                }
            }
        }
        outline.containers.sort_by_key(|container| std::cmp::Reverse(container.span.len()));
        outline.strings.sort_by_key(|string| std::cmp::Reverse(string.len()));
        outline.numbers.truncate(LARGEST);
        outline.strings.truncate(LARGEST);
        outline
    }

    /// Puts what is deep inside a container into its place: half of the way down, a quarter, and so on.
    fn chains(&self, edits: &mut Edits<'_>) {
        let Some(outer) = self.containers.first() else { return };
        // Each container that is inside the one before it, the largest each time.
        let mut chain: Vec<&Container> = Vec::new();
        for container in &self.containers {
            let inside = chain.last().is_none_or(|last| {
                last.span.start <= container.span.start && container.span.end <= last.span.end
            });
            if inside {
                chain.push(container);
            }
        }
        let mut step = chain.len() / 2;
        while step > 0 {
            let inner = edits.text[chain[step].span.clone()].to_vec();
            edits.push(outer.span.clone(), &inner);
            step /= 2;
        }
    }
}

impl Container {
    fn edits(&self, edits: &mut Edits<'_>) {
        if edits.found.len() > LARGEST * EDITS / 8 {
            return;
        }
        for left_out in units::stretches(self.items.len(), EDITS) {
            let (first, last) = (&self.items[left_out.start], &self.items[left_out.end - 1]);
            // One comma goes with them: the one behind, or for the last ones the one before.
            let stretch = match self.items.get(left_out.end) {
                Some(next) => first.start..next.start,
                None if left_out.start > 0 => self.items[left_out.start - 1].end..last.end,
                None => first.start..last.end,
            };
            edits.push(stretch, b"");
        }
        // An item in place of all.
        for (item, value) in self.items.iter().zip(&self.values).take(8) {
            let inner = edits.text[*value..item.end].trim_ascii().to_vec();
            edits.push(self.span.clone(), &inner);
        }
    }
}

#[cfg(test)]
mod tests {
    fn texts(text: &str) -> Vec<String> {
        super::texts(text.as_bytes())
            .into_iter()
            .map(|text| String::from_utf8_lossy(&text).into_owned())
            .collect()
    }

    #[test]
    fn items_go_with_a_comma_and_values_come_up() {
        let texts = texts(r#"{"a":1,"b":[true,"x"]}"#);
        for wanted in [
            "{}",
            r#"{"a":1}"#,
            r#"{"b":[true,"x"]}"#,
            r#"{"a":1,"b":[]}"#,
            r#"{"a":1,"b":["x"]}"#,
            r#"{"a":1,"b":[true]}"#,
            r#"[true,"x"]"#,
            r#"{"a":1,"b":[true,""]}"#,
        ] {
            assert!(texts.iter().any(|text| text == wanted), "{wanted} of {texts:?}");
        }
        assert!(texts.iter().all(|text| text.len() < 22));
    }

    #[test]
    fn what_is_malformed_is_edited_as_well() {
        for text in
            ["", "{", "[1,", "\"", "\"\\", "}{", "{\"a\":\"b", "\u{fffd}[", ",,,:::", "{{{{"]
        {
            for smaller in texts(text) {
                assert!(smaller.len() <= text.len() + 3, "{smaller} of {text}");
            }
        }
        assert!(texts("[1,2").contains(&"[1,".to_owned()));
    }

    #[test]
    fn spelling_stays() {
        let texts = texts("{ \"a\" : \"\\u0041b\" ,\n\"a\":2e0}");
        for wanted in
            ["{\n\"a\":2e0}", "{ \"a\" : \"b\" ,\n\"a\":2e0}", "{\"a\":\"\\u0041b\",\"a\":2e0}"]
        {
            assert!(texts.iter().any(|text| text.trim() == wanted), "{wanted} of {texts:?}");
        }
    }
}
