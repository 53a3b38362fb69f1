//! Skipping: every byte of a value is checked, and nothing of it is kept.

use super::fault::SyntaxError;
use super::lexer::Lexer;
use super::nesting::{Inner, Outer};
use super::scan;

impl Lexer<'_> {
    /// Takes one whole value of any kind, checks every byte of it, and keeps nothing.
    ///
    /// Nesting costs one bit for each level and no stack.
    ///
    /// # Errors
    ///
    /// If the value breaks the grammar.
    pub fn skip_value(&mut self) -> Result<(), SyntaxError> {
        let (mut open, mut outer) = (Inner::NONE, Outer::new());
        // The place is handed on by value, so that it stays in a register; `self` is asked where something is
        // not plain.
        let mut at = self.offset();
        let mut byte;
        loop {
            // A value begins here.
            (byte, at) = self.byte(at)?;
            match byte {
                b'"' => at = self.skip_string(at)?,
                b'{' => {
                    (byte, at) = self.byte(at + 1)?;
                    if byte != b'}' {
                        open.push(true, &mut outer);
                        at = self.skip_name(at, byte)?;
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
                _ => at = self.slow(at, |lexer| lexer.skip_odd(byte))?,
            }
            // A value has ended: close what ends with it, and go on to the next one.
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
                        at = self.skip_name(at, byte)?;
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

    /// Returns the byte that comes next, behind white space, and where it stands.
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

    /// Takes a string of which the quote is at hand.
    #[inline(always)]
    fn skip_string(&mut self, at: usize) -> Result<usize, SyntaxError> {
        let end = scan::plain_end(self.bytes(), at + 1);
        if self.bytes().get(end) == Some(&b'"') {
            return Ok(end + 1);
        }
        self.slow(at, |lexer| lexer.odd_string().map(drop))
    }

    /// Takes a member's name, of which the `first` byte is at hand, and the colon behind it.
    #[inline(always)]
    fn skip_name(&mut self, at: usize, first: u8) -> Result<usize, SyntaxError> {
        if first != b'"' {
            self.go_to(at);
            return Err(self.unexpected());
        }
        let at = self.skip_string(at)?;
        if self.bytes().get(at) == Some(&b':') {
            return Ok(at + 1);
        }
        self.slow(at, |lexer| lexer.expect(b':'))
    }

    /// Takes a number that begins with a digit.
    #[inline(always)]
    fn skip_number(&mut self, at: usize) -> Result<usize, SyntaxError> {
        let rest = self.bytes().get(at..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        // Most are short integers and end with one of these; of the others the grammar is asked.
        let plain = digits == 1 || rest.first() != Some(&b'0');
        if plain && let Some(b',' | b'}' | b']') = rest.get(digits) {
            return Ok(at + digits);
        }
        self.slow(at, |lexer| lexer.number().map(drop))
    }

    /// Lets `take` take what stands at `at`, and returns where it ends.
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
