//! Skips values: checks every byte and keeps nothing.

use super::fault::SyntaxError;
use super::lexer::Lexer;
use super::nesting::{Inner, Outer};
use super::scan::Ends;

impl Lexer<'_> {
    /// Takes one whole value of any kind, checks every byte of it, and keeps nothing.
    ///
    /// Nesting costs one bit for each level and no stack.
    ///
    /// # Errors
    ///
    /// If the value breaks the grammar of JSON.
    pub fn skip_value(&mut self) -> Result<(), SyntaxError> {
        let (mut open, mut outer) = (Inner::NONE, Outer::new());
        // The place is passed by value, so that it stays in a register. `self` takes over if something is not
        // plain.
        let mut at = self.offset();
        let mut ends = Ends::NONE;
        let mut byte;
        loop {
            // A value begins here.
            (byte, at) = self.byte(at)?;
            match byte {
                b'"' => at = self.skip_string(at, &mut ends)?,
                b'{' => {
                    (byte, at) = self.byte(at + 1)?;
                    if byte != b'}' {
                        open.push(true, &mut outer);
                        at = self.skip_name(at, byte, &mut ends)?;
                        continue;
                    }
                    at += 1;
                }
                b'[' => {
                    (byte, at) = self.byte(at + 1)?;
                    if byte != b']' {
                        open.push(false, &mut outer);
                        continue;
                    }
                    at += 1;
                }
                b'0'..=b'9' => at = self.skip_number(at)?,
                b't' if self.four(at) == Some(b"true") => at += 4,
                b'f' if self.four(at + 1) == Some(b"alse") => at += 5,
                b'n' if self.four(at) == Some(b"null") => at += 4,
                _ => at = self.slow(at, |lexer| lexer.skip_odd(byte))?,
            }
            // A value has ended: close the containers that end with it, and go on to the next value.
            loop {
                if open.is_empty() {
                    self.go_to(at);
                    return Ok(());
                }
                let in_object = open.in_object();
                (byte, at) = self.byte(at)?;
                if byte == b',' {
                    at += 1;
                    if in_object {
                        (byte, at) = self.byte(at)?;
                        at = self.skip_name(at, byte, &mut ends)?;
                    }
                    break;
                }
                if byte != if in_object { b'}' } else { b']' } {
                    self.go_to(at);
                    return Err(self.unexpected());
                }
                at += 1;
                open.pop(&mut outer);
            }
        }
    }

    /// Returns the next byte after white space, and its place.
    #[inline(always)]
    fn byte(&mut self, at: usize) -> Result<(u8, usize), SyntaxError> {
        match self.bytes().get(at) {
            Some(byte) if *byte > b' ' => Ok((*byte, at)),
            _ => {
                self.go_to(at);
                let byte = self.peek()?;
                Ok((byte, self.offset()))
            }
        }
    }

    /// Takes a string whose opening quote is already read.
    #[inline(always)]
    fn skip_string(&mut self, at: usize, ends: &mut Ends) -> Result<usize, SyntaxError> {
        let mut from = at + 1;
        loop {
            let end = ends.next(self.bytes(), from);
            match self.bytes().get(end) {
                Some(b'"') => return Ok(end + 1),
                Some(b'\\') if is_simple_escape(self.bytes().get(end + 1)) => from = end + 2,
                _ => return self.slow(at, |lexer| lexer.odd_string().map(drop)),
            }
        }
    }

    /// Returns the four bytes at `at`.
    #[inline(always)]
    fn four(&self, at: usize) -> Option<&[u8; 4]> {
        self.bytes().get(at..)?.first_chunk()
    }

    /// Takes a member's name, whose `first` byte is already read, and the colon after it.
    #[inline(always)]
    fn skip_name(&mut self, at: usize, first: u8, ends: &mut Ends) -> Result<usize, SyntaxError> {
        if first != b'"' {
            self.go_to(at);
            return Err(self.unexpected());
        }
        let at = self.skip_string(at, ends)?;
        if self.bytes().get(at) == Some(&b':') {
            return Ok(at + 1);
        }
        self.slow(at, |lexer| lexer.expect(b':'))
    }

    /// Takes a number that begins with a digit.
    #[inline(always)]
    fn skip_number(&mut self, at: usize) -> Result<usize, SyntaxError> {
        let rest = self.bytes().get(at..).unwrap_or_default();
        let whole = digits(rest, 0);
        // Most numbers have no exponent and end with one of these bytes. The full grammar checks the others.
        if whole == 1 || rest.first() != Some(&b'0') {
            match rest.get(whole) {
                Some(b',' | b'}' | b']') => return Ok(at + whole),
                Some(b'.') => {
                    let end = digits(rest, whole + 1);
                    if end > whole + 1 && matches!(rest.get(end), Some(b',' | b'}' | b']')) {
                        return Ok(at + end);
                    }
                }
                _ => {}
            }
        }
        self.slow(at, |lexer| lexer.number().map(drop))
    }

    /// Lets `take` take the token at `at`, and returns its end.
    #[inline(never)]
    fn slow(
        &mut self,
        at: usize,
        take: impl FnOnce(&mut Self) -> Result<(), SyntaxError>,
    ) -> Result<usize, SyntaxError> {
        self.go_to(at);
        take(self)?;
        Ok(self.offset())
    }

    /// Takes a negative number, `true`, `false` or `null`.
    fn skip_odd(&mut self, first: u8) -> Result<(), SyntaxError> {
        match first {
            b'-' => self.number().map(drop),
            b't' => self.literal("true"),
            b'f' => self.literal("false"),
            b'n' => self.literal("null"),
            _ => Err(self.unexpected()),
        }
    }
}

/// Reports whether a backslash and this byte are an escape.
#[inline(always)]
fn is_simple_escape(byte: Option<&u8>) -> bool {
    matches!(byte, Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'))
}

/// Returns the end of the digits from `at` on.
#[inline(always)]
fn digits(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    at
}
