//! Why some bytes are no JSON text.

/// The first place at which some bytes stop being a JSON text, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[error("{kind} at byte {offset}")]
#[non_exhaustive]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
#[non_exhaustive]
pub enum SyntaxErrorKind {
    /// The text ends inside its value: it is the beginning of a JSON text.
    #[error("the text ends inside its value")]
    UnexpectedEnd,
    /// A byte that cannot stand where it stands.
    #[error("unexpected {}", shown(*.0))]
    UnexpectedByte(u8),
    /// The text begins with a byte order mark.
    #[error("a byte order mark")]
    ByteOrderMark,
    /// A backslash followed by something that is no escape.
    #[error("no such escape")]
    BadEscape,
    /// A control character in a string that is not escaped.
    #[error("control character 0x{0:02x} must be escaped in a string")]
    ControlCharacter(u8),
    /// A number that breaks JSON's grammar: `01`, `1.`, `.5`, `+1`, `0x1`.
    #[error("not a JSON number")]
    BadNumber,
    /// Kept values nest deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
    #[error("nested deeper than {} levels", super::MAX_DEPTH)]
    TooDeep,
    /// The text is larger than 4 GiB, the most that offsets here can tell.
    #[error("larger than 4 GiB")]
    TooLarge,
    /// More text after the value.
    #[error("more text after the value")]
    TrailingData,
    /// Bytes that are not UTF-8.
    #[error("not UTF-8")]
    InvalidUtf8,
    /// `\ud800` to `\udfff` without its partner.
    #[error("an escaped surrogate without its partner")]
    LoneSurrogate,
}

impl SyntaxErrorKind {
    /// Returns a stable name for the kind, in kebab case.
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

fn shown(byte: u8) -> String {
    match byte.is_ascii_graphic() {
        true => format!("`{}`", char::from(byte)),
        false => format!("byte 0x{byte:02x}"),
    }
}
