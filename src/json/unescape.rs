//! What escapes mean.

use super::pieces::Pieces;
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

/// What the escapes of two bytes mean, by the second of them; 0 for a byte that makes none.
const SIMPLE: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 8 {
        table[b"\"\\/bfnrt"[i] as usize] = b"\"\\/\x08\x0C\n\r\t"[i];
        i += 1;
    }
    table
};

/// How many bytes are looked at to find what ends plain text.
const WINDOW: usize = scan::LANES;

/// How many bytes are at hand, so that what begins in the window can be read to its end: a pair of surrogates takes
/// twelve.
const AT_HAND: usize = 2 * WINDOW;

/// How many bytes one window can become, with what copying all of it writes too much.
const ROOM: usize = 2 * AT_HAND;

/// Appends to `out` what the content of a string means, its escapes resolved.
///
/// `raw` must have passed [`Lexer::string`](super::Lexer::string). An escaped surrogate without a partner
/// becomes U+FFFD; a text that has one is refused in the end, by [`Lexer::finish`](super::Lexer::finish).
pub fn unescape(raw: &str, out: &mut String) {
    let bytes = raw.as_bytes();
    let mut pieces = Pieces::default();
    let mut at = 0;
    loop {
        at = copy_resolved(bytes, at, &mut pieces);
        match bytes.get(at..) {
            None | Some([]) => break,
            Some([b'\\', b'u', rest @ ..]) if rest.len() >= 4 => {
                pieces.push(char::REPLACEMENT_CHARACTER);
                at += 6;
            }
            // Nothing that has passed the lexer; it stands for itself.
            Some([byte, ..]) => {
                pieces.push(char::from(*byte));
                at += 1;
            }
        }
    }
    out.push_str(pieces.text());
}

/// Copies text from `from` on, its escapes resolved, and returns where it stopped: at a quote, a control character, the
/// end of `bytes`, or an escape that stands for no character.
#[inline]
pub(super) fn copy_resolved(bytes: &[u8], from: usize, out: &mut Pieces) -> usize {
    let mut at = from;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let padded: [u8; AT_HAND];
        let chunk: &[u8; AT_HAND] = match rest.first_chunk() {
            Some(chunk) => chunk,
            None => {
                // Zero is a control character, so that nothing passes the end.
                let mut copy = [0; AT_HAND];
                copy[..rest.len()].copy_from_slice(rest);
                padded = copy;
                &padded
            }
        };
        let room: &mut [u8; ROOM] = out.room();
        let mut len = 0;
        // A bit for each byte of the window that ends plain text.
        let mut marks = scan::text_ends(chunk);
        let mut taken = 0;
        let stopped = loop {
            let end = if marks == 0 { WINDOW } else { marks.trailing_zeros() as usize };
            // Copying a whole window takes less time than copying the right number of bytes.
            room[len..len + WINDOW].copy_from_slice(&chunk[taken..taken + WINDOW]);
            len += end - taken;
            taken = end;
            if marks == 0 {
                break false;
            }
            if chunk[end] != b'\\' {
                break true;
            }
            let simple = SIMPLE[usize::from(chunk[end + 1])];
            if simple != 0 {
                room[len] = simple;
                len += 1;
                taken += 2;
            } else if let Some((character, length)) = unicode_escape(&chunk[end..]) {
                let mut utf8 = [0; 4];
                let count = character.encode_utf8(&mut utf8).len();
                room[len..len + 4].copy_from_slice(&utf8);
                len += count;
                taken += length;
            } else {
                break true;
            }
            if taken >= WINDOW {
                break false;
            }
            marks = marks >> taken << taken;
        };
        out.keep(len);
        at += taken;
        if stopped {
            return at;
        }
    }
}

/// Returns the character that the `\u` escape at the beginning of `bytes` stands for, or the pair of them, and
/// how many bytes that takes; `None` if it stands for none.
#[inline]
fn unicode_escape(bytes: &[u8]) -> Option<(char, usize)> {
    let first = code_unit(bytes.first_chunk()?)?;
    match char::from_u32(first) {
        Some(character) => Some((character, 6)),
        None => {
            let second = code_unit(bytes.get(6..)?.first_chunk()?)?;
            let pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
            let code = 0x1_0000 + ((first & 0x3FF) << 10 | second & 0x3FF);
            pair.then(|| char::from_u32(code)).flatten().map(|character| (character, 12))
        }
    }
}

/// Returns the code unit of a `\u` escape.
#[inline]
fn code_unit(escape: &[u8; 6]) -> Option<u32> {
    let [b'\\', b'u', digits @ ..] = escape else { return None };
    let [a, b, c, d] = digits.map(|digit| u32::from(HEX[usize::from(digit)]));
    (a | b | c | d < 16).then_some(a << 12 | b << 8 | c << 4 | d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescapes_every_spelling() {
        // At every place of the window.
        for before in 0..40 {
            for after in 0..40 {
                let (before, after) = ("x".repeat(before), "y".repeat(after));
                let raw = format!(
                    r#"{before}a\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00z\ud800\ud83d\uDE00\udc00é{after}"#
                );
                let mut out = String::from("before ");
                unescape(&raw, &mut out);
                let meant = "a\"\\/\u{8}\u{c}\n\r\té😀z\u{fffd}😀\u{fffd}é";
                assert_eq!(out, format!("before {before}{meant}{after}"));
            }
        }
    }

    #[test]
    fn what_no_lexer_has_passed_is_no_panic() {
        for raw in [r#"a"b"#, r"\", r"\x", r"\u12", r"\ud800\u", "é\0é", r"\u00é0é"] {
            let mut out = String::new();
            unescape(raw, &mut out);
            assert!(!out.is_empty());
        }
    }
}
