//! The lexer checks every rule of the grammar in one pass over the bytes. It allocates only if a skipped value
//! nests deeper than any kept value may.

mod number;
mod string;

use super::fault::{SyntaxError, SyntaxErrorKind};
use super::token::Token;

/// A position in a JSON text, and the calls that move it over one token or one value.
///
/// The lexer works on bytes and takes any byte from 0x80 up inside a string: [`text_of`](super::text_of) checks
/// once that the whole text is UTF-8.
#[derive(Clone, Debug)]
pub struct Lexer<'a> {
    bytes: &'a [u8],
    pos: usize,
    /// The place of the first escaped surrogate without a partner. It is kept and not returned at once, because
    /// it counts only if the rest is well-formed.
    surrogate: Option<usize>,
}

/// The content of a string in the text: everything between its quotes, with its escapes.
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

    /// Returns the number of bytes that are already read.
    pub fn offset(&self) -> usize {
        self.pos
    }

    /// Returns the whole text.
    #[inline(always)]
    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// Goes on at `at`.
    #[inline(always)]
    pub(crate) fn go_to(&mut self, at: usize) {
        self.pos = at;
    }

    /// Skips white space and returns the next byte, without taking it.
    ///
    /// # Errors
    ///
    /// [`SyntaxErrorKind::UnexpectedEnd`] if the text has ended.
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

    /// Takes the byte that [`peek`](Self::peek) returned.
    #[inline]
    pub fn advance(&mut self) {
        self.pos += 1;
    }

    /// Skips white space, and takes `wanted`.
    ///
    /// # Errors
    ///
    /// If another byte follows, or the text ends.
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

    /// Ends the text: only white space may follow, and no escaped surrogate may lack its partner.
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

    /// Takes the name of `token`, with its quotes and its colon, if it comes next as it stands there.
    #[inline(always)]
    pub(crate) fn take_name(&mut self, token: &Token) -> bool {
        let Some(end) = token.before_value(self.bytes, self.pos) else { return false };
        self.pos = end;
        true
    }

    /// Takes `true`, `false` or `null`.
    ///
    /// # Errors
    ///
    /// If the next token is another one.
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
    /// If another token follows.
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

/// Returns the end of the white space that begins at `at`.
#[inline(never)]
fn behind_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}
