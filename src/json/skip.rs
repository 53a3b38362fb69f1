//! Skipping: every byte of a value is checked, and nothing of it is kept.

use super::fault::SyntaxError;
use super::lexer::Lexer;
use super::nesting::Nesting;
use super::scan;

impl Lexer<'_> {
    /// Takes one whole value of any kind, checks every byte of it, and keeps nothing.
    ///
    /// Nesting costs one bit for each level and no stack.
    ///
    /// # Errors
    ///
    /// Where the value breaks the grammar.
    pub fn skip_value(&mut self) -> Result<(), SyntaxError> {
        let mut nesting = Nesting::new();
        // What the innermost container is.
        let mut inside = None;
        // The place is a variable of its own, which stays in a register; `self` is asked where something is not plain.
        let mut at = self.offset();
        loop {
            // A value begins here.
            let byte = self.byte(&mut at)?;
            match byte {
                b'"' => self.skip_string(&mut at)?,
                b'{' | b'[' => {
                    at += 1;
                    let object = byte == b'{';
                    let next = self.byte(&mut at)?;
                    if next == if object { b'}' } else { b']' } {
                        at += 1;
                    } else {
                        nesting.push(object);
                        inside = Some(object);
                        if object {
                            self.skip_name(&mut at)?;
                        }
                        continue;
                    }
                }
                b'0'..=b'9' => self.skip_number(&mut at)?,
                _ => self.slow(&mut at, |lexer| lexer.skip_odd(byte))?,
            }
            // A value has ended: close what ends with it, and go on to the next one.
            loop {
                let Some(in_object) = inside else {
                    self.go_to(at);
                    return Ok(());
                };
                match self.byte(&mut at)? {
                    b',' => {
                        at += 1;
                        if in_object {
                            self.skip_name(&mut at)?;
                        }
                        break;
                    }
                    byte if byte == if in_object { b'}' } else { b']' } => {
                        at += 1;
                        nesting.pop();
                        inside = nesting.top();
                    }
                    _ => {
                        self.go_to(at);
                        return Err(self.unexpected());
                    }
                }
            }
        }
    }

    /// The byte that comes next, behind white space.
    #[inline(always)]
    fn byte(&mut self, at: &mut usize) -> Result<u8, SyntaxError> {
        match self.bytes().get(*at) {
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => self.slow(at, Lexer::peek),
        }
    }

    /// Takes a string of which the quote is at hand.
    #[inline(always)]
    fn skip_string(&mut self, at: &mut usize) -> Result<(), SyntaxError> {
        let end = scan::plain_end(self.bytes(), *at + 1);
        if self.bytes().get(end) == Some(&b'"') {
            *at = end + 1;
            return Ok(());
        }
        self.slow(at, |lexer| lexer.odd_string().map(drop))
    }

    /// Takes a member's name and the colon behind it.
    #[inline(always)]
    fn skip_name(&mut self, at: &mut usize) -> Result<(), SyntaxError> {
        if self.byte(at)? != b'"' {
            self.go_to(*at);
            return Err(self.unexpected());
        }
        self.skip_string(at)?;
        if self.bytes().get(*at) == Some(&b':') {
            *at += 1;
            return Ok(());
        }
        self.slow(at, |lexer| lexer.expect(b':'))
    }

    /// Takes a number that begins with a digit.
    #[inline(always)]
    fn skip_number(&mut self, at: &mut usize) -> Result<(), SyntaxError> {
        let digits = |from: usize| {
            let rest = self.bytes().get(from..).unwrap_or_default();
            from + rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
        };
        // Most are short integers and end with one of these; of the others the grammar is asked.
        let end = digits(*at);
        let short = self.bytes()[*at] != b'0' || end == *at + 1;
        if short && let Some(b',' | b'}' | b']') = self.bytes().get(end) {
            *at = end;
            return Ok(());
        }
        self.slow(at, |lexer| lexer.number().map(drop))
    }

    /// Lets `take` take what comes next.
    #[inline(never)]
    fn slow<T>(
        &mut self,
        at: &mut usize,
        take: impl FnOnce(&mut Self) -> Result<T, SyntaxError>,
    ) -> Result<T, SyntaxError> {
        self.go_to(*at);
        let taken = take(self)?;
        *at = self.offset();
        Ok(taken)
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
