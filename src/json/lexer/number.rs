//! Numbers, by the grammar of RFC 8259.

use super::Lexer;
use crate::json::fault::{SyntaxError, SyntaxErrorKind};

impl Lexer<'_> {
    /// Takes a number, and returns where it begins and ends.
    ///
    /// # Errors
    ///
    /// If what follows breaks the grammar of RFC 8259, section 6.
    pub fn number(&mut self) -> Result<(usize, usize), SyntaxError> {
        let start = self.pos;
        let bad = SyntaxError { kind: SyntaxErrorKind::BadNumber, offset: start };
        if self.at(b'-') {
            self.pos += 1;
        }
        let whole = self.digits();
        match whole {
            0 => {
                return Err(if self.at_end() { self.unexpected() } else { bad });
            }
            1 => {}
            _ if self.bytes[self.pos - whole] == b'0' => return Err(bad),
            _ => {}
        }
        if self.at(b'.') {
            self.pos += 1;
            if self.digits() == 0 {
                return Err(if self.at_end() { self.unexpected() } else { bad });
            }
        }
        if self.at(b'e') || self.at(b'E') {
            self.pos += 1;
            if self.at(b'+') || self.at(b'-') {
                self.pos += 1;
            }
            if self.digits() == 0 {
                return Err(if self.at_end() { self.unexpected() } else { bad });
            }
        }
        // `0x1`, `1_000`, `12a`: the number does not end where it should.
        match self.bytes.get(self.pos) {
            Some(byte)
                if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'+' | b'-') =>
            {
                Err(bad)
            }
            _ => Ok((start, self.pos)),
        }
    }

    #[inline(always)]
    fn digits(&mut self) -> usize {
        let from = self.pos;
        while self.bytes.get(self.pos).is_some_and(u8::is_ascii_digit) {
            self.pos += 1;
        }
        self.pos - from
    }
}
