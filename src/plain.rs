//! Text from outside, made fit to be shown: nothing in it moves a cursor, changes a colour, begins a
//! line, or hides.
//!
//! What a testee says of itself, prints and throws goes into reports and messages, which people read
//! on terminals.

use std::borrow::Cow;

/// `text` on one line, with escapes for what would not be seen, as far as it fits into about `limit`
/// characters; what is left out is told by an ellipsis.
///
/// ```
/// use wireproof::plain;
///
/// assert_eq!(plain::line("red \u{1b}[31m\n", 80), r"red \u{1b}[31m\n");
/// assert_eq!(plain::line("a long story", 6), "a long…");
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

/// Whether a character is a command to a terminal, or one that reorders or hides its neighbours,
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
    fn tells_that_it_leaves_something_out() {
        assert_eq!(line("éééé", 3), "ééé…");
        assert_eq!(line("\n\n", 1), "\\n…");
        assert_eq!(line("", 0), "");
    }
}
