//! Text from outside, made fit to be shown: nothing in it moves a cursor, changes a colour, begins a
//! line, or hides.
//!
//! What a testee says of itself, prints and throws goes into reports and messages, which people read
//! on terminals.

use std::borrow::Cow;
use std::fmt::Write as _;

/// `text` on one line, with escapes for what would not be seen, as far as it fits into about `limit`
/// characters; what is left out is told by an ellipsis.
///
/// ```
/// use wireproof::terminal_text;
///
/// assert_eq!(terminal_text::line("red \u{1b}[31m\n", 80), r"red \u{1b}[31m\n");
/// assert_eq!(terminal_text::line("a long story", 6), "a long…");
/// ```
pub fn line(text: &str, limit: usize) -> Cow<'_, str> {
    let end = text.char_indices().nth(limit).map_or(text.len(), |(end, _)| end);
    let shown = escape(&text[..end], |_| false);
    if end == text.len() { shown } else { shown + "…" }
}

/// `text` with escapes for what would not be seen, apart from line feeds and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |character| matches!(character, '\n' | '\t'))
}

/// Returns a JSON text with `\uXXXX` for what would not be seen. It says the same as JSON: such characters
/// stand in its strings alone, and the commands of terminals below U+0020 are escaped there as it is.
///
/// ```
/// use wireproof::terminal_text;
///
/// assert_eq!(terminal_text::json("[\"a\u{202e}b\u{9b}\"]\n"), "[\"a\\u202eb\\u009b\"]\n");
/// ```
pub fn json(text: &str) -> Cow<'_, str> {
    let hides = |character: char| character >= '\u{7f}' && is_unseen(character);
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 64);
    for character in text.chars() {
        if hides(character) {
            for unit in character.encode_utf16(&mut [0; 2]) {
                // Writing to a `String` cannot fail.
                let _ = write!(escaped, "\\u{unit:04x}");
            }
        } else {
            escaped.push(character);
        }
    }
    Cow::Owned(escaped)
}

fn escape(text: &str, keep: impl Fn(char) -> bool) -> Cow<'_, str> {
    let hides = |character| is_unseen(character) && !keep(character);
    if !text.contains(hides) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match hides(character) {
            true => escaped.extend(character.escape_default()),
            false => escaped.push(character),
        }
    }
    Cow::Owned(escaped)
}

/// Reports whether a character is a command to a terminal, or one that reorders or hides its neighbours,
/// rather than one that is seen.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_would_not_be_seen() {
        let text = "é 日本 🙂\u{1b}]0;x\u{7}\u{9b}31m\u{7f}\u{202e}\r\n\t";
        assert_eq!(line(text, 80), "é 日本 🙂\\u{1b}]0;x\\u{7}\\u{9b}31m\\u{7f}\\u{202e}\\r\\n\\t");
        assert_eq!(lines("a\n\tb\r"), "a\n\tb\\r");
        assert!(matches!(line("plain", 5), Cow::Borrowed("plain")));
    }

    #[test]
    fn json_says_the_same_and_hides_nothing() {
        let unseen = (0..=0x9f).chain([
            0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069,
            0xfeff, 0xe0001,
        ]);
        let text: String = unseen.filter_map(char::from_u32).chain("é日🙂\\\"".chars()).collect();
        let value = crate::json::Json::object([(text.clone(), crate::json::Json::from(text))]);
        let shown = json(&value.to_pretty()).into_owned();
        assert_eq!(crate::json::Json::parse(&shown), Ok(value));
        assert!(!shown.chars().any(|c| is_unseen(c) && c != '\n'), "{shown}");
        assert!(shown.contains("é日🙂") && shown.contains("\\udb40\\udc01"), "{shown}");
        assert!(matches!(json("{\"a\":[1]}\n"), Cow::Borrowed(_)));
    }

    #[test]
    fn tells_that_it_leaves_something_out() {
        assert_eq!(line("éééé", 3), "ééé…");
        assert_eq!(line("\n\n", 1), "\\n…");
        assert_eq!(line("", 0), "");
    }
}
