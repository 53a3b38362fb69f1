//! Shows exchanges in a form for people.

use std::fmt::Write as _;

use crate::http::Response;

/// The most bytes of one item that are shown.
const MOST: usize = 4_096;

/// Shows bytes as text, with escapes for invisible characters.
pub(super) fn bytes(bytes: &[u8]) -> String {
    let shown = &bytes[..bytes.len().min(MOST)];
    let mut text = String::new();
    for chunk in shown.utf8_chunks() {
        text.push_str(&crate::terminal_text::line(chunk.valid(), usize::MAX));
        for byte in chunk.invalid() {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    if shown.len() < bytes.len() {
        let _ = write!(text, "… {} bytes", bytes.len());
    }
    text
}

/// Shows a response as a client receives it.
pub(super) fn response(response: &Response) -> String {
    let mut text = format!("  answered  {}", response.status);
    for header in response.headers.iter() {
        let (name, value) = (bytes(header.name.as_bytes()), bytes(&header.value));
        let _ = write!(text, "\n            {name}: {value}");
    }
    let whole = if response.complete { "" } else { "  (cut short)" };
    let _ = write!(text, "\n  body      {}{whole}", bytes(&response.body));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hides() {
        assert_eq!(bytes("é\n\u{1b}\"".as_bytes()), "é\\n\\u{1b}\"");
        assert_eq!(bytes(b"a\xff\xc3b"), "a\\xff\\xc3b");
        assert!(bytes(&[b'x'; 5_000]).ends_with("x… 5000 bytes"));
    }
}
