//! Finds the offset of every value and name in a JSON text: a second reader that shares no code with the lexer.
//!
//! Its input must be JSON, so it checks nothing. A path is made only when somebody asks for it.

use crate::json::Path;

/// The places of a text.
#[derive(Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    /// Each value and each name of a member, in the order of the text. A container comes before what is in it.
    found: Vec<Found>,
}

/// A value, or the name of a member.
#[derive(Clone, Copy, Debug)]
struct Found {
    /// The offset of its first byte.
    at: usize,
    /// The index of the container in [`Places::found`]. The outermost value has none.
    inside: Option<usize>,
    step: Step,
}

/// The last step of a path.
#[derive(Clone, Copy, Debug)]
enum Step {
    None,
    /// The offsets of the name, with its quotes.
    Member(usize, usize),
    Index(usize),
}

/// An open object or array: its index in [`Places::found`].
enum Open {
    Object { own: usize, named: bool },
    Array { own: usize, index: usize },
}

/// Reads a text that is JSON.
pub(super) fn places(text: &str) -> Places<'_> {
    let bytes = text.as_bytes();
    let mut found: Vec<Found> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    // The container of the next value, and the step to it.
    let (mut inside, mut step) = (None, Step::None);
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, open.last_mut()) {
            (b' ' | b'\t' | b'\r' | b'\n' | b':', _) => at += 1,
            (b',', around) => {
                match around {
                    Some(Open::Object { named, .. }) => *named = false,
                    Some(Open::Array { own, index }) => {
                        *index += 1;
                        (inside, step) = (Some(*own), Step::Index(*index));
                    }
                    None => {}
                }
                at += 1;
            }
            (b'}' | b']', _) => {
                open.pop();
                at += 1;
            }
            (b'"', Some(Open::Object { own, named: named @ false })) => {
                *named = true;
                let end = string_end(bytes, at);
                (inside, step) = (Some(*own), Step::Member(at, end));
                found.push(Found { at, inside, step });
                at = end;
            }
            (byte, _) => {
                let own = found.len();
                found.push(Found { at, inside, step });
                match byte {
                    b'"' => at = string_end(bytes, at),
                    b'{' => {
                        open.push(Open::Object { own, named: false });
                        at += 1;
                    }
                    b'[' => {
                        open.push(Open::Array { own, index: 0 });
                        (inside, step) = (Some(own), Step::Index(0));
                        at += 1;
                    }
                    _ => {
                        let ends = |byte: &u8| {
                            matches!(byte, b',' | b']' | b'}') || byte.is_ascii_whitespace()
                        };
                        let rest = &bytes[at..];
                        at += rest.iter().position(ends).unwrap_or(rest.len());
                    }
                }
            }
        }
    }
    Places { text, found }
}

impl Places<'_> {
    /// Returns the path of the value or name whose first byte is at this offset.
    pub(super) fn path(&self, at: usize) -> Option<Path> {
        let mut next = self.found.binary_search_by_key(&at, |found| found.at).ok();
        let mut steps = Vec::new();
        while let Some(index) = next {
            let Found { inside, step, .. } = self.found[index];
            steps.push(step);
            next = inside;
        }
        (!steps.is_empty()).then(|| {
            let steps = steps.into_iter().rev();
            steps.fold(Path::default(), |path, step| self.step(&path, step))
        })
    }

    /// Reports whether a value or a name in the text has this path.
    pub(super) fn has(&self, path: &Path) -> bool {
        // The paths of the containers on the way to it. All others are not looked into.
        let mut way: Vec<Option<Path>> = Vec::with_capacity(self.found.len());
        for found in &self.found {
            let around = match found.inside {
                None => Some(Path::default()),
                Some(inside) => way[inside].clone(),
            };
            let own = around.map(|around| self.step(&around, found.step));
            if own.as_ref().is_some_and(|own| own == path) {
                return true;
            }
            way.push(own.filter(|own| path.is_within(own)));
        }
        false
    }

    fn step(&self, path: &Path, step: Step) -> Path {
        match step {
            Step::None => path.clone(),
            Step::Member(start, end) => {
                let name = serde_json::from_str(&self.text[start..end]);
                path.member(&name.unwrap_or_else(|_| String::new()))
            }
            Step::Index(index) => path.index(index),
        }
    }
}

/// Returns the number of levels that a JSON text nests.
pub(super) fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest, mut at) = (0_usize, 0, 0);
    while let Some(byte) = text.get(at) {
        match byte {
            b'"' => {
                at = string_end(text, at);
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
        at += 1;
    }
    deepest
}

/// Returns the offset after the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_and_value_has_its_path() {
        let text = r#"{"a" : [1,{"b\"":null},[]],"c":{},"d":"x,]" }"#;
        let places = places(text);
        let at = (0..text.len()).filter_map(|at| Some((at, places.path(at)?.to_string())));
        let found: Vec<_> = at.collect();
        let expected = [
            (0, ""),
            (1, "a"),
            (7, "a"),
            (8, "a[0]"),
            (10, "a[1]"),
            (11, r#"a[1]["b\""]"#),
            (17, r#"a[1]["b\""]"#),
            (23, "a[2]"),
            (27, "c"),
            (31, "c"),
            (34, "d"),
            (38, "d"),
        ];
        assert_eq!(found, expected.map(|(at, path)| (at, path.to_owned())));
        assert_eq!((depth(text.as_bytes()), depth(b"[\"["), depth(b"1")), (3, 1, 0));
        for (at, _) in found {
            assert!(places.path(at).is_some_and(|path| places.has(&path)), "{at}");
        }
        for path in [Path::root("").member("b"), Path::root("").member("a").index(3)] {
            assert!(!places.has(&path), "{path}");
        }
    }
}
