//! The lexer: one pass over the bytes, every rule of the grammar checked, nothing allocated unless what is skipped
//! nests deeper than what is kept ever may.

mod number;
mod string;

use super::fault::{SyntaxError, SyntaxErrorKind};

/// A position in a JSON text, and the calls that move it over one token or one value.
///
/// The lexer works on bytes and takes any byte from 0x80 up inside a string: whether the text is
/// UTF-8 is asked once for the whole of it, by [`text_of`](super::text_of).
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    pos: usize,
    /// Where the first escaped surrogate without a partner stands. It is kept rather than returned
    /// at once, because it counts only where the rest is well-formed.
    surrogate: Option<usize>,
}

/// The content of a string in the text: what stands between its quotes, escapes and all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawString {
    /// The first byte after the opening quote.
    pub start: usize,
    /// The closing quote.
    pub end: usize,
    /// Whether a backslash occurs, so that [`unescape`](super::unescape()) is needed.
    pub escaped: bool,
}

impl<'a> Lexer<'a> {
    /// Returns a lexer at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, pos: 0, surrogate: None }
    }

    /// Returns how many bytes lie behind.
    pub fn offset(&self) -> usize {
        self.pos
    }

    /// Returns the whole text.
    #[inline(always)]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Goes on at `at`.
    #[inline(always)]
    pub(super) fn go_to(&mut self, at: usize) {
        self.pos = at;
    }

    /// Skips white space and tells the byte that comes next, without taking it.
    ///
    /// # Errors
    ///
    /// [`SyntaxErrorKind::UnexpectedEnd`] where nothing comes.
    #[inline(always)]
    pub fn peek(&mut self) -> Result<u8, SyntaxError> {
        match self.bytes.get(self.pos) {
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => {
                self.pos = behind_space(self.bytes, self.pos);
                match self.bytes.get(self.pos) {
                    Some(byte) => Ok(*byte),
                    None => Err(self.fault(SyntaxErrorKind::UnexpectedEnd)),
                }
            }
        }
    }

    /// Takes the byte that [`peek`](Self::peek) told.
    #[inline]
    pub fn advance(&mut self) {
        self.pos += 1;
    }

    /// Skips white space, and takes `wanted`.
    ///
    /// # Errors
    ///
    /// If another byte comes, or none.
    #[inline(always)]
    pub fn expect(&mut self, wanted: u8) -> Result<(), SyntaxError> {
        match self.peek()? {
            byte if byte == wanted => {
                self.pos += 1;
                Ok(())
            }
            _ => Err(self.unexpected()),
        }
    }

    /// Returns the fault for the byte at the present place, or for the end.
    pub fn unexpected(&self) -> SyntaxError {
        match self.bytes.get(self.pos) {
            Some(0xEF) if self.pos == 0 && self.bytes.starts_with(b"\xEF\xBB\xBF") => {
                self.fault(SyntaxErrorKind::ByteOrderMark)
            }
            Some(byte) => self.fault(SyntaxErrorKind::UnexpectedByte(*byte)),
            None => self.fault(SyntaxErrorKind::UnexpectedEnd),
        }
    }

    /// Ends the text: only white space may follow, and no surrogate may have stood alone.
    ///
    /// # Errors
    ///
    /// [`SyntaxErrorKind::TrailingData`] or [`SyntaxErrorKind::LoneSurrogate`].
    pub fn finish(&mut self) -> Result<(), SyntaxError> {
        self.pos = behind_space(self.bytes, self.pos);
        if self.pos < self.bytes.len() {
            return Err(self.fault(SyntaxErrorKind::TrailingData));
        }
        match self.surrogate {
            Some(offset) => Err(SyntaxError { kind: SyntaxErrorKind::LoneSurrogate, offset }),
            None => Ok(()),
        }
    }

    /// Takes `token` if it is what comes next, byte for byte.
    #[inline(always)]
    pub(crate) fn take(&mut self, token: &[u8]) -> bool {
        let taken = self.bytes.get(self.pos..).is_some_and(|rest| rest.starts_with(token));
        if taken {
            self.pos += token.len();
        }
        taken
    }

    /// Takes `true`, `false` or `null`.
    ///
    /// # Errors
    ///
    /// If something else stands there.
    #[inline]
    pub fn literal(&mut self, wanted: &str) -> Result<(), SyntaxError> {
        if self.bytes.get(self.pos..).is_some_and(|rest| rest.starts_with(wanted.as_bytes())) {
            self.pos += wanted.len();
            return Ok(());
        }
        for expected in wanted.bytes() {
            if !self.at(expected) {
                return Err(self.unexpected());
            }
            self.pos += 1;
        }
        Ok(())
    }

    /// Takes a member's name and the colon behind it.
    ///
    /// # Errors
    ///
    /// If they do not stand there.
    #[inline(always)]
    pub fn member_name(&mut self) -> Result<RawString, SyntaxError> {
        let name = self.string()?;
        self.expect(b':')?;
        Ok(name)
    }

    fn at(&self, byte: u8) -> bool {
        self.bytes.get(self.pos) == Some(&byte)
    }

    fn at_end(&self) -> bool {
        self.pos == self.bytes.len()
    }

    #[inline]
    fn fault(&self, kind: SyntaxErrorKind) -> SyntaxError {
        SyntaxError { kind, offset: self.pos }
    }
}

/// Returns where the white space ends that begins at `at`.
#[inline(never)]
fn behind_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}
