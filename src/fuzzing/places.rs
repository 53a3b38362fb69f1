//! Finds the offset of every value and name in a JSON text: a second reader that shares no code with the lexer.
//!
//! Its input must be JSON, so it checks nothing.

use std::collections::HashMap;

use crate::json::Path;

/// The paths and the depth of a text.
#[derive(Debug)]
pub(super) struct Places {
    /// The path of each value and of each member's name, by the offset of its first byte.
    pub(super) paths: HashMap<usize, Path>,
    /// The number of levels that the text nests.
    pub(super) depth: usize,
}

/// An open object or array.
enum Open {
    Object { path: Path, named: bool },
    Array { path: Path, index: usize },
}

/// Reads a text that is JSON.
pub(super) fn places(text: &str) -> Places {
    let bytes = text.as_bytes();
    let mut found = Places { paths: HashMap::new(), depth: 0 };
    let mut open: Vec<Open> = Vec::new();
    // The path of the next value.
    let mut next = Path::default();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match (byte, open.last_mut()) {
            (b' ' | b'\t' | b'\r' | b'\n' | b':', _) => at += 1,
            (b',', around) => {
                match around {
                    Some(Open::Object { named, .. }) => *named = false,
                    Some(Open::Array { path, index }) => {
                        *index += 1;
                        next = path.index(*index);
                    }
                    None => {}
                }
                at += 1;
            }
            (b'}' | b']', _) => {
                open.pop();
                at += 1;
            }
            (b'"', Some(Open::Object { path, named: named @ false })) => {
                *named = true;
                let end = string_end(bytes, at);
                let name: String = serde_json::from_str(&text[at..end]).unwrap_or_default();
                next = path.member(&name);
                found.paths.insert(at, next.clone());
                at = end;
            }
            (byte, _) => {
                found.paths.insert(at, next.clone());
                match byte {
                    b'"' => at = string_end(bytes, at),
                    b'{' => {
                        open.push(Open::Object { path: next.clone(), named: false });
                        at += 1;
                    }
                    b'[' => {
                        open.push(Open::Array { path: next.clone(), index: 0 });
                        next = next.index(0);
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
                found.depth = found.depth.max(open.len());
            }
        }
    }
    found
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
        let Places { paths, depth } = places(text);
        let mut found: Vec<_> = paths.iter().map(|(at, p)| (*at, p.to_string())).collect();
        found.sort();
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
        assert_eq!(depth, 3);
    }
}
