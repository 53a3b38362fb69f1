//! A second look at a body as plain JSON, for what the contract does not speak of.

use std::collections::HashSet;

use crate::json::{Json, JsonKind, Lexer, Path, RawString, unescape};

/// What can be said of a JSON text without its contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::policy) struct Skim {
    /// How many arrays and objects are open at its deepest place.
    pub(in crate::policy) depth: usize,
    /// Whether any object, skipped ones included, has two members of one name.
    pub(in crate::policy) duplicates: bool,
}

/// Skims a JSON text. Of bytes that are none, it says what holds up to their fault.
pub(in crate::policy) fn skim(body: &[u8]) -> Skim {
    let mut seen = Skim::default();
    let Ok(text) = std::str::from_utf8(body) else { return seen };
    let mut lexer = Lexer::new(body);
    let mut names = HashSet::new();
    // What is open: an array, or an object by the place of its bracket.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut first = true;
    loop {
        let Ok(byte) = lexer.peek() else { return seen };
        match (byte, open.last().copied()) {
            (b']' | b'}', Some(_)) => {
                lexer.advance();
                open.pop();
                first = false;
                continue;
            }
            (b',', Some(_)) if !first => {
                lexer.advance();
                first = true;
                continue;
            }
            (_, Some(Some(object))) => {
                let Ok(name) = lexer.member_name() else { return seen };
                seen.duplicates |= !names.insert((object, name_of(text, name)));
            }
            (_, None) if !first => return seen,
            _ => {}
        }
        // A value begins here.
        let Ok(byte) = lexer.peek() else { return seen };
        first = matches!(byte, b'{' | b'[');
        if first {
            open.push((byte == b'{').then(|| lexer.offset()));
            seen.depth = seen.depth.max(open.len());
            lexer.advance();
        } else if lexer.skip_value().is_err() {
            return seen;
        }
    }
}

/// Where the value at a path of member names and indices stands in a JSON text.
pub(in crate::policy) fn place_of(body: &[u8], path: &Path) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut lexer = Lexer::new(body);
    let mut here = Path::default();
    'value: loop {
        let kind = match lexer.peek().ok()? {
            _ if here == *path => return Some(lexer.offset()),
            b'{' => JsonKind::Object,
            b'[' => JsonKind::Array,
            _ => return None,
        };
        lexer.advance();
        for index in 0.. {
            match lexer.peek().ok()? {
                b'}' | b']' => return None,
                b',' => lexer.advance(),
                _ => {}
            }
            let step = match kind {
                JsonKind::Object => here.member(&name_of(text, lexer.member_name().ok()?)),
                _ => here.index(index),
            };
            if path.is_within(&step) {
                here = step;
                continue 'value;
            }
            lexer.skip_value().ok()?;
        }
    }
}

fn name_of(text: &str, raw: RawString) -> std::borrow::Cow<'_, str> {
    let content = &text[raw.start..raw.end];
    if !raw.escaped {
        return content.into();
    }
    let mut name = String::new();
    unescape(content, &mut name);
    name.into()
}

/// Whether a value is one that client error correction fills in for a required member: the empty one
/// of its type, or a union's unknown member without a name.
pub(in crate::policy) fn is_correction(value: &Json) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Null | Json::Bool(false) => {}
            Json::String(text) if text.is_empty() => {}
            Json::Number(number) if number.to_f64() == 0.0 => {}
            Json::Array(items) if items.is_empty() => {}
            Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_and_duplicates_wherever_they_are() {
        for (body, depth, duplicates) in [
            ("1", 0, false),
            ("{}", 1, false),
            (r#" { "a" : [ { } , [ 1 , "x" ] ] , "b" : null } "#, 3, false),
            (r#"{"a":{"a":1},"b":{"a":1}}"#, 2, false),
            (r#"[{"a":1},{"a":1}]"#, 2, false),
            (r#"{"x":[{"a":1,"b":{},"\u0061":2}]}"#, 4, true),
            (r#"{"a":{},"b":1,"a":{}}"#, 2, true),
        ] {
            assert_eq!(skim(body.as_bytes()), Skim { depth, duplicates }, "{body}");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert_eq!(skim(deep.as_bytes()).depth, 100_000);
        for broken in ["", "{", "}", "]", ",", "[,", r#"{"a"#, r#"{"a":1"#, "[1 2", "1 2", "{1}"] {
            assert!(!skim(broken.as_bytes()).duplicates, "{broken}");
        }
    }

    #[test]
    fn finds_the_place_of_a_value() {
        let body = r#"{"x":[1],"a":{"b c":["p", "q"]}}"#;
        let path = Path::default().member("a").member("b c").index(1);
        assert_eq!(place_of(body.as_bytes(), &path), body.find(r#""q""#));
        assert_eq!(place_of(body.as_bytes(), &Path::default().member("a").member("b")), None);
        assert_eq!(place_of(b"", &Path::default().member("a")), None);
        assert_eq!(place_of(b"{}", &Path::default()), Some(0));
    }

    #[test]
    fn knows_what_a_client_may_fill_in() {
        let correction = |text: &str| is_correction(&Json::parse(text).expect("JSON"));
        assert!(correction(r#"{"U":{"SDK_UNKNOWN_MEMBER":{"name":null}},"S":"","L":[],"N":0}"#));
        assert!(!correction(r#"{"U":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}}}"#));
        assert!(!correction(r#""x""#));
    }
}
