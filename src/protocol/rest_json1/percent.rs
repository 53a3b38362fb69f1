//! Percent-encoding of labels and of the query.
//!
//! Source: RFC 3986, sections 2.1 and 2.3. Smithy 2.0, "HTTP binding traits" (`httpLabel`, `httpQuery`): everything but
//! unreserved characters is encoded.

use std::borrow::Cow;

/// Appends `text`, with each byte encoded that is no unreserved character. `kept` are further characters that stay.
pub(super) fn encode(text: &str, kept: &[u8], out: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            out.push(char::from(byte));
        } else {
            const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            out.push(char::from(DIGITS[usize::from(byte >> 4)]));
            out.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

/// Returns what is encoded. A percent sign without two hexadecimal digits stays, and bytes that are not UTF-8 become
/// replacement characters: then the text is not what any value is written as.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|b| char::from(*b).to_digit(16));
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str, kept: &[u8]) -> String {
        let mut out = String::new();
        encode(text, kept, &mut out);
        out
    }

    #[test]
    fn only_unreserved_characters_stay() {
        // Smithy's protocol test `RestJsonHttpRequestLabelEscaping`.
        let text = " %:/?#[]@!$&'()*+,;=😹";
        let wanted = "%20%25%3A%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%F0%9F%98%B9";
        assert_eq!(encoded(text, b""), wanted);
        assert_eq!(encoded("aZ09-._~", b""), "aZ09-._~");
        assert_eq!(encoded("a/b c", b"/"), "a/b%20c");
        assert_eq!(decode(wanted), text);
    }

    #[test]
    fn what_is_not_encoded_stays() {
        assert_eq!(decode("a+b"), "a+b");
        assert_eq!(decode("%"), "%");
        assert_eq!(decode("%2"), "%2");
        assert_eq!(decode("%zz%2f"), "%zz/");
        assert_eq!(decode("%ff"), "\u{fffd}");
    }
}
