//! The lexer: one pass over the bytes, every rule of the grammar checked, nothing allocated unless what is skipped
//! nests deeper than what is kept ever may.

use super::fault::{SyntaxError, SyntaxErrorKind};
use super::pieces::Pieces;
use super::scan;
use super::unescape::{HEX, NO_DIGIT, copy_resolved};

/// A position in a JSON text, and the calls that move it over one token or one value.
///
/// The lexer works on bytes and takes any byte from 0x80 up inside a string: whether the text is
/// UTF-8 is asked once for the whole of it, by [`text_of`].
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
    /// A lexer at the beginning of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, pos: 0, surrogate: None }
    }

    /// How many bytes lie behind.
    pub fn offset(&self) -> usize {
        self.pos
    }

    /// The whole text.
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
    /// Where another byte comes, or none.
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

    /// The fault for the byte at the present place, or for the end.
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

    /// Takes a string; the opening quote comes next.
    ///
    /// # Errors
    ///
    /// Where what follows is no JSON string.
    #[inline]
    pub fn string(&mut self) -> Result<RawString, SyntaxError> {
        match self.peek()? {
            b'"' => self.string_here(),
            _ => Err(self.unexpected()),
        }
    }

    /// Takes a string of which [`peek`](Self::peek) told the opening quote.
    ///
    /// # Errors
    ///
    /// Where what follows is no JSON string.
    #[inline(always)]
    pub(crate) fn string_here(&mut self) -> Result<RawString, SyntaxError> {
        match self.plain_string() {
            Some((start, end)) => Ok(RawString { start, end, escaped: false }),
            None => self.odd_string(),
        }
    }

    /// Takes a string of which [`peek`](Self::peek) told the opening quote, if it has no escapes, and tells where its
    /// content begins and ends. Otherwise takes nothing.
    ///
    /// It is apart from [`string_here`](Self::string_here) because a `Result` of both goes through memory, where it is
    /// written in other pieces than it is read in: that takes longer than all the rest.
    #[inline(always)]
    pub(crate) fn plain_string(&mut self) -> Option<(usize, usize)> {
        let start = self.pos + 1;
        let end = scan::plain_end(self.bytes, start);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.pos = end + 1;
        Some((start, end))
    }

    /// Takes a string of which [`peek`](Self::peek) told the opening quote, and which may have escapes.
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

    /// Takes a string of which [`peek`](Self::peek) told the opening quote, and appends what it means to `out`: in one
    /// pass, which takes half of the time of [`odd_string`](Self::odd_string) and [`unescape`](super::unescape()).
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
                    // A surrogate without its partner, unless it is a fault.
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
                        // Half of a character: the other half must be the very next escape.
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

    /// Reads the four digits of the `\u` escape at `at`, and moves behind them.
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

    /// Takes `token` if it is what comes next, byte for byte.
    #[inline(always)]
    pub(crate) fn take(&mut self, token: &[u8]) -> bool {
        let taken = self.bytes.get(self.pos..).is_some_and(|rest| rest.starts_with(token));
        if taken {
            self.pos += token.len();
        }
        taken
    }

    /// Takes a number, and returns where it begins and ends.
    ///
    /// # Errors
    ///
    /// Where what follows breaks the grammar of RFC 8259, section 6.
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

    /// Takes `true`, `false` or `null`.
    ///
    /// # Errors
    ///
    /// Where something else stands there.
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
    /// Where they do not stand there.
    #[inline(always)]
    pub fn member_name(&mut self) -> Result<RawString, SyntaxError> {
        let name = self.string()?;
        self.expect(b':')?;
        Ok(name)
    }

    #[inline(always)]
    fn digits(&mut self) -> usize {
        let from = self.pos;
        while self.bytes.get(self.pos).is_some_and(u8::is_ascii_digit) {
            self.pos += 1;
        }
        self.pos - from
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

/// Where the white space ends that begins at `at`.
#[inline(never)]
fn behind_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The text of some bytes, if they are UTF-8.
///
/// # Errors
///
/// Where they are not, the fault that counts: what is wrong with them as JSON apart from their
/// encoding, or, if nothing else is, [`SyntaxErrorKind::InvalidUtf8`].
pub fn text_of(bytes: &[u8]) -> Result<&str, SyntaxError> {
    if let Ok(text) = simdutf8::basic::from_utf8(bytes) {
        return Ok(text);
    }
    // Asked again, because the fast answer does not tell where.
    std::str::from_utf8(bytes).map_err(|encoding| {
        let mut lexer = Lexer::new(bytes);
        match lexer.skip_value().and_then(|()| lexer.finish()) {
            Err(fault) if fault.kind != SyntaxErrorKind::LoneSurrogate => fault,
            _ => SyntaxError { kind: SyntaxErrorKind::InvalidUtf8, offset: encoding.valid_up_to() },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &[u8]) -> Result<(), SyntaxError> {
        text_of(text)?;
        let mut lexer = Lexer::new(text);
        lexer.skip_value()?;
        lexer.finish()
    }

    fn kind(text: &[u8]) -> Option<SyntaxErrorKind> {
        check(text).err().map(|fault| fault.kind)
    }

    #[test]
    fn accepts_every_kind_of_value() {
        for text in [
            "null",
            " true ",
            "false",
            "0",
            "-0",
            "1.5e-7",
            "1E+2",
            "\"\"",
            "[]",
            "{}",
            "[1,[2,{}]]",
            r#"{"a":{"b":[true,null,"\u0041\ud83d\ude00\/"]},"":0}"#,
        ] {
            assert_eq!(check(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_json() {
        use SyntaxErrorKind as K;
        let table: &[(&[u8], K)] = &[
            (b"", K::UnexpectedEnd),
            (b"{", K::UnexpectedEnd),
            (b"{\"a\"", K::UnexpectedEnd),
            (b"tru", K::UnexpectedEnd),
            (b"-", K::UnexpectedEnd),
            (b"1.", K::UnexpectedEnd),
            (b"1e", K::UnexpectedEnd),
            (b"\"\\u00", K::UnexpectedEnd),
            (b"\"\\", K::UnexpectedEnd),
            (b"[1.]", K::BadNumber),
            (b"[01]", K::BadNumber),
            (b"[-]", K::BadNumber),
            (b"[0x1]", K::BadNumber),
            (b"[1.2.3]", K::BadNumber),
            (b"[.5]", K::UnexpectedByte(b'.')),
            (b"[+1]", K::UnexpectedByte(b'+')),
            (b"[NaN]", K::UnexpectedByte(b'N')),
            (b"nul1", K::UnexpectedByte(b'1')),
            (b"[1,]", K::UnexpectedByte(b']')),
            (b"{\"a\":1,}", K::UnexpectedByte(b'}')),
            (b"{a:1}", K::UnexpectedByte(b'a')),
            (b"[1}", K::UnexpectedByte(b'}')),
            (b"{\"a\" 1}", K::UnexpectedByte(b'1')),
            (b"\"\\x41\"", K::BadEscape),
            (b"\"\\u12g4\"", K::BadEscape),
            (b"\"\n\"", K::ControlCharacter(b'\n')),
            (b"\xEF\xBB\xBF{}", K::ByteOrderMark),
            (b"{} {}", K::TrailingData),
            (b"\"\xff\"", K::InvalidUtf8),
            (b"\"\xc0\xaf\"", K::InvalidUtf8),
            (b"\"\\ud800\"", K::LoneSurrogate),
            (b"\"\\udc00\"", K::LoneSurrogate),
            (b"\"\\ud800\\ud83d\\ude00\"", K::LoneSurrogate),
        ];
        for (text, expected) in table {
            assert_eq!(kind(text), Some(*expected), "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn the_graver_fault_counts() {
        assert_eq!(kind(b"{\"a\":\"\xff\" 1}"), Some(SyntaxErrorKind::UnexpectedByte(b'1')));
        assert_eq!(kind(b"[\"\\ud800\",]"), Some(SyntaxErrorKind::UnexpectedByte(b']')));
        assert_eq!(kind(b"[\"\\ud800\"] x"), Some(SyntaxErrorKind::TrailingData));
    }

    #[test]
    fn every_prefix_of_a_text_ends_unexpectedly() {
        let text = r#"{"a":[1.5e3,-0,true,false,null,"\u00e9\ud83d\ude00é😀"],"b":{}}"#.as_bytes();
        for cut in 0..text.len() {
            assert_eq!(kind(&text[..cut]), Some(SyntaxErrorKind::UnexpectedEnd), "cut at {cut}");
        }
    }

    #[test]
    fn a_million_levels_cost_no_stack() {
        let text = [vec![b'['; 1_000_000], vec![b']'; 1_000_000]].concat();
        assert_eq!(check(&text), Ok(()));
        let objects = "{\"a\":".repeat(1_000_000) + "1" + &"}".repeat(1_000_000);
        assert_eq!(check(objects.as_bytes()), Ok(()));
    }
}
