//! What escapes mean.

use super::scan;

/// The value of each byte as a hexadecimal digit.
pub(super) const HEX: [u8; 256] = {
    let mut table = [NO_DIGIT; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};

/// What stands in [`HEX`] for a byte that is no digit.
pub(super) const NO_DIGIT: u8 = 0xFF;

/// Appends to `out` what the content of a string means, its escapes resolved.
///
/// `raw` must have passed [`Lexer::string`](super::Lexer::string). An escaped surrogate without a partner becomes U+FFFD;
/// a text that has one is refused in the end, by [`Lexer::finish`](super::Lexer::finish).
pub fn unescape(raw: &str, out: &mut String) {
    // Escapes are never shorter than what they mean. Pieces of text between them are short, so that copying sixteen
    // bytes for each, and asking for UTF-8 once, takes less time than copying the right number.
    let bytes = raw.as_bytes();
    let mut buffer = vec![0; bytes.len() + scan::SLACK];
    let (mut from, mut len) = (0, 0);
    loop {
        let at = scan::copy_to_backslash(bytes, from, &mut buffer[len..]);
        len += at - from;
        if at >= bytes.len() {
            break;
        }
        let (character, taken) = one_escape(&bytes[at..]);
        len += character.encode_utf8(&mut buffer[len..]).len();
        from = at + taken;
    }
    match simdutf8::basic::from_utf8(&buffer[..len]) {
        Ok(text) => out.push_str(text),
        Err(_) => unreachable!("pieces of text and characters make text"),
    }
}

/// What the escape at the beginning of `bytes` means, and how many bytes it takes.
fn one_escape(bytes: &[u8]) -> (char, usize) {
    match bytes.get(1) {
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'n') => ('\n', 2),
        Some(b'r') => ('\r', 2),
        Some(b't') => ('\t', 2),
        Some(b'u') => {
            let first = unit(bytes, 2);
            if (0xD800..=0xDBFF).contains(&first) && bytes.get(6..8) == Some(b"\\u") {
                let second = unit(bytes, 8);
                if (0xDC00..=0xDFFF).contains(&second) {
                    let code =
                        0x1_0000 + (u32::from(first - 0xD800) << 10) + u32::from(second - 0xDC00);
                    return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
                }
            }
            (char::from_u32(first.into()).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
        }
        Some(byte) => (char::from(*byte), 2),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

/// The code unit that four digits at `at` spell.
#[inline]
fn unit(bytes: &[u8], at: usize) -> u16 {
    let digits = bytes.get(at..at + 4).unwrap_or_default();
    digits.iter().fold(0, |unit, byte| unit << 4 | u16::from(HEX[usize::from(*byte)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescapes_every_spelling() {
        let mut out = String::new();
        unescape(r#"a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z\ud800"#, &mut out);
        assert_eq!(out, "a\"\\/\u{8}\u{c}\n\r\té😀z\u{fffd}");
    }
}
