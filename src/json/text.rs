//! Whether bytes are text, and what is wrong with them if they are not.

use super::fault::{SyntaxError, SyntaxErrorKind};
use super::lexer::Lexer;

/// Returns the text of some bytes, if they are UTF-8.
///
/// # Errors
///
/// If they are not, the fault that counts: what is wrong with them as JSON apart from their
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
