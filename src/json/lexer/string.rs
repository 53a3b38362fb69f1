//! Reads strings: finds their ends and resolves their escapes.

use super::{Lexer, RawString};
use crate::json::fault::{SyntaxError, SyntaxErrorKind};
use crate::json::pieces::Pieces;
use crate::json::scan;
use crate::json::unescape::{HEX, NO_DIGIT, copy_resolved};

impl Lexer<'_> {
    /// Takes a string; the opening quote comes next.
    ///
    /// # Errors
    ///
    /// If the next token is not a JSON string.
    #[inline]
    pub fn string(&mut self) -> Result<RawString, SyntaxError> {
        match self.peek()? {
            b'"' => self.string_here(),
            _ => Err(self.unexpected()),
        }
    }

    /// Takes a string whose opening quote [`peek`](Self::peek) returned.
    ///
    /// # Errors
    ///
    /// If the next token is not a JSON string.
    #[inline(always)]
    pub(crate) fn string_here(&mut self) -> Result<RawString, SyntaxError> {
        match self.plain_string() {
            Some((start, end)) => Ok(RawString { start, end, escaped: false }),
            None => self.odd_string(),
        }
    }

    /// Takes a string whose opening quote [`peek`](Self::peek) returned, if it has no escapes, and returns the
    /// bounds of its content. Otherwise takes nothing.
    ///
    /// It is separate from [`string_here`](Self::string_here) because a `Result` of both goes through memory.
    /// There it is written in other pieces than it is read in, and that takes longer than all the rest.
    #[inline(always)]
    pub(crate) fn plain_string(&mut self) -> Option<(usize, usize)> {
        let start = self.pos + 1;
        let end = Self::plain_content(self.bytes, start)?;
        self.pos = end + 1;
        Some((start, end))
    }

    /// Returns where the content of a string that begins at `start` ends, if it has no escapes. Takes nothing.
    #[inline(always)]
    pub(crate) fn plain_content(bytes: &[u8], start: usize) -> Option<usize> {
        let end = scan::value_end(bytes, start);
        (bytes.get(end) == Some(&b'"')).then_some(end)
    }

    /// Takes a string whose opening quote [`peek`](Self::peek) returned, and which may have escapes.
    #[inline(never)]
    pub(crate) fn odd_string(&mut self) -> Result<RawString, SyntaxError> {
        let start = self.pos + 1;
        self.pos = scan::plain_end(self.bytes, start);
        let mut escaped = false;
        loop {
            match self.bytes.get(self.pos) {
                Some(b'"') => {
                    let end = self.pos;
                    self.pos += 1;
                    return Ok(RawString { start, end, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                    self.pos = scan::plain_end(self.bytes, self.pos);
                }
                Some(byte) => return Err(self.fault(SyntaxErrorKind::ControlCharacter(*byte))),
                None => return Err(self.fault(SyntaxErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Takes a string whose opening quote [`peek`](Self::peek) returned, and appends its content to `out`, with
    /// its escapes resolved. It is one pass, which takes half of the time of [`odd_string`](Self::odd_string)
    /// and [`unescape`](crate::json::unescape()).
    #[inline(never)]
    pub(crate) fn resolved_string(&mut self, out: &mut Pieces) -> Result<(), SyntaxError> {
        self.pos += 1;
        loop {
            self.pos = copy_resolved(self.bytes, self.pos, out);
            match self.bytes.get(self.pos) {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    // This is a surrogate without its partner, unless it is a fault.
                    self.escape()?;
                    out.push(char::REPLACEMENT_CHARACTER);
                }
                Some(byte) => return Err(self.fault(SyntaxErrorKind::ControlCharacter(*byte))),
                None => return Err(self.fault(SyntaxErrorKind::UnexpectedEnd)),
            }
        }
    }

    /// Takes one escape; the backslash comes next.
    fn escape(&mut self) -> Result<(), SyntaxError> {
        let at = self.pos;
        let Some(kind) = self.bytes.get(at + 1) else {
            self.pos = self.bytes.len();
            return Err(self.fault(SyntaxErrorKind::UnexpectedEnd));
        };
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => self.pos = at + 2,
            b'u' => {
                let unit = self.hex4(at)?;
                match unit {
                    0xD800..=0xDBFF => {
                        // This is half of a character: the next escape must be the other half.
                        if self.bytes.get(self.pos..self.pos + 2) == Some(b"\\u") {
                            let second = self.pos;
                            if !(0xDC00..=0xDFFF).contains(&self.hex4(second)?) {
                                self.surrogate.get_or_insert(at);
                                self.pos = second; // it may begin a pair of its own
                            }
                        } else {
                            self.surrogate.get_or_insert(at);
                        }
                    }
                    0xDC00..=0xDFFF => {
                        self.surrogate.get_or_insert(at);
                    }
                    _ => {}
                }
            }
            _ => {
                return Err(SyntaxError { kind: SyntaxErrorKind::BadEscape, offset: at });
            }
        }
        Ok(())
    }

    /// Reads the four digits of the `\u` escape at `at`, and moves past them.
    fn hex4(&mut self, at: usize) -> Result<u16, SyntaxError> {
        let mut unit = 0_u16;
        for i in at + 2..at + 6 {
            let Some(byte) = self.bytes.get(i) else {
                self.pos = self.bytes.len();
                return Err(self.fault(SyntaxErrorKind::UnexpectedEnd));
            };
            let digit = HEX[usize::from(*byte)];
            if digit == NO_DIGIT {
                return Err(SyntaxError { kind: SyntaxErrorKind::BadEscape, offset: at });
            }
            unit = unit << 4 | u16::from(digit);
        }
        self.pos = at + 6;
        Ok(unit)
    }
}
