//! Texts in case files: a string, or pieces that are joined.

use serde::Deserialize;

/// A text as it stands in a file.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Text {
    /// The text itself.
    Plain(String),
    /// Pieces of it.
    Pieces(Vec<Piece>),
}

/// A piece of a text.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Piece {
    Plain(String),
    Repeat(Repeat),
    Numbered(Numbered),
    Hex(Hex),
}

/// The same text many times.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Repeat {
    repeat: String,
    times: usize,
}

/// A text many times, with the number of the time, from 1, in place of every `#` in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbered {
    numbered: String,
    times: usize,
}

/// Bytes that are no text.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Hex {
    hex: String,
}

/// The most bytes that one text may come to: 64 MiB.
const MAX_BYTES: usize = 64 * 1024 * 1024;

impl Text {
    /// Returns the bytes that the text comes to.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, String> {
        let pieces = match self {
            Self::Plain(text) => return Ok(text.clone().into_bytes()),
            Self::Pieces(pieces) => pieces,
        };
        let mut bytes = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Plain(text) => bytes.extend_from_slice(text.as_bytes()),
                Piece::Repeat(Repeat { repeat, times }) => {
                    let size = repeat.len().saturating_mul(*times);
                    if size.saturating_add(bytes.len()) > MAX_BYTES {
                        return Err(format!("a text of more than {MAX_BYTES} bytes"));
                    }
                    bytes.extend_from_slice(repeat.repeat(*times).as_bytes());
                }
                Piece::Numbered(Numbered { numbered, times }) => {
                    // A number has one digit at least, as the `#` that it stands for.
                    let size = numbered.len().max(1).saturating_mul(*times);
                    if size.saturating_add(bytes.len()) > MAX_BYTES {
                        return Err(format!("a text of more than {MAX_BYTES} bytes"));
                    }
                    for number in 1..=*times {
                        let text = numbered.replace('#', &number.to_string());
                        bytes.extend_from_slice(text.as_bytes());
                    }
                }
                Piece::Hex(Hex { hex }) => bytes.extend(read_hex(hex)?),
            }
        }
        Ok(bytes)
    }
}

fn read_hex(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> =
        text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => {
            Ok(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
        }
        _ => Err(format!("`{text}` is no even number of hexadecimal digits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_pieces() {
        let text = Text::Pieces(vec![
            Piece::Plain("a".into()),
            Piece::Repeat(Repeat { repeat: "bc".into(), times: 2 }),
            Piece::Numbered(Numbered { numbered: "m#,".into(), times: 2 }),
            Piece::Hex(Hex { hex: "ff00".into() }),
        ]);
        assert_eq!(text.bytes(), Ok(b"abcbcm1,m2,\xff\x00".to_vec()));
        assert!(read_hex("f").is_err());
        assert!(read_hex("zz").is_err());
        let huge = Repeat { repeat: "x".into(), times: usize::MAX };
        assert!(Text::Pieces(vec![Piece::Repeat(huge)]).bytes().is_err());
        for numbered in ["", "x"] {
            let huge = Numbered { numbered: numbered.into(), times: usize::MAX };
            assert!(Text::Pieces(vec![Piece::Numbered(huge)]).bytes().is_err());
        }
    }
}
