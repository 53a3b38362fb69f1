//! Percent-encoding (RFC 3986, section 2.1).

use std::fmt::Write as _;

/// Returns a text in which every byte is encoded that is neither unreserved nor `kept`.
pub(super) fn encoded(text: &str, kept: Option<char>) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        let stays = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        match char::from(byte) {
            character if stays || kept == Some(character) => out.push(character),
            // Writing to a `String` cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}
