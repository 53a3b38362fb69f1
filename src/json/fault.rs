//! Why some bytes are no JSON text.

use std::fmt;

/// The first place at which some bytes stop being a JSON text, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SyntaxError {
    /// What is wrong.
    pub kind: SyntaxErrorKind,
    /// Where: a count of bytes from the beginning of the text.
    pub offset: usize,
}

/// The ways in which bytes fail to be a JSON text.
///
/// The last three are found only where nothing else is wrong: a text is [`TrailingData`] if it has a
/// whole value and then more, [`InvalidUtf8`] if it would be JSON but for its encoding, and
/// [`LoneSurrogate`] if an escape names half a character and all else is well. So each of them can be
/// judged by the policy that is about it alone.
///
/// [`TrailingData`]: SyntaxErrorKind::TrailingData
/// [`InvalidUtf8`]: SyntaxErrorKind::InvalidUtf8
/// [`LoneSurrogate`]: SyntaxErrorKind::LoneSurrogate
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The text ends inside its value: it is the beginning of a JSON text.
    UnexpectedEnd,
    /// A byte that cannot stand where it stands.
    UnexpectedByte(u8),
    /// The text begins with a byte order mark.
    ByteOrderMark,
    /// A backslash followed by something that is no escape.
    BadEscape,
    /// A control character in a string that is not escaped.
    ControlCharacter(u8),
    /// A number that breaks JSON's grammar: `01`, `1.`, `.5`, `+1`, `0x1`.
    BadNumber,
    /// Kept values nest deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    TooDeep,
    /// The text is larger than 4 GiB, the most that offsets here can tell.
    TooLarge,
    /// More text after the value.
    TrailingData,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// `\ud800` to `\udfff` without its partner.
    LoneSurrogate,
}

impl SyntaxErrorKind {
    /// A stable name for the kind, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::UnexpectedEnd => "unexpected-end",
            Self::UnexpectedByte(_) => "unexpected-byte",
            Self::ByteOrderMark => "byte-order-mark",
            Self::BadEscape => "bad-escape",
            Self::ControlCharacter(_) => "control-character",
            Self::BadNumber => "bad-number",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::TrailingData => "trailing-data",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::LoneSurrogate => "lone-surrogate",
        }
    }
}

impl fmt::Display for SyntaxErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedEnd => f.write_str("the text ends inside its value"),
            Self::UnexpectedByte(byte) if byte.is_ascii_graphic() => {
                write!(f, "unexpected `{}`", char::from(*byte))
            }
            Self::UnexpectedByte(byte) => write!(f, "unexpected byte 0x{byte:02x}"),
            Self::ByteOrderMark => f.write_str("a byte order mark"),
            Self::BadEscape => f.write_str("no such escape"),
            Self::ControlCharacter(byte) => {
                write!(f, "control character 0x{byte:02x} must be escaped in a string")
            }
            Self::BadNumber => f.write_str("not a JSON number"),
            Self::TooDeep => write!(f, "nested deeper than {} levels", super::MAX_DEPTH),
            Self::TooLarge => f.write_str("larger than 4 GiB"),
            Self::TrailingData => f.write_str("more text after the value"),
            Self::InvalidUtf8 => f.write_str("not UTF-8"),
            Self::LoneSurrogate => f.write_str("an escaped surrogate without its partner"),
        }
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.kind, self.offset)
    }
}

impl std::error::Error for SyntaxError {}
