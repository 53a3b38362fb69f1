//! Makes text from outside safe to show: nothing in it moves a cursor, changes a colour, begins a line, or
//! hides.
//!
//! Reports and messages contain what a testee says of itself, prints and throws, and people read them on
//! terminals.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Writes `text` on one line of about `limit` characters, with escapes for invisible characters. An ellipsis
/// stands for the rest of a longer text.
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

/// Writes the whole of `text` on one line, with escapes for invisible characters. A message calls it for each text
/// from outside that it quotes, so that none of them begins a line. What is escaped already stays as it is.
///
/// ```
/// use wireproof::terminal_text;
///
/// assert_eq!(terminal_text::inline("x\nerror: forged"), r"x\nerror: forged");
/// ```
pub fn inline(text: &str) -> Cow<'_, str> {
    line(text, usize::MAX)
}

/// Writes `text` with escapes for invisible characters, except line feeds and tabs.
pub fn lines(text: &str) -> Cow<'_, str> {
    escape(text, |character| matches!(character, '\n' | '\t'))
}

/// Returns a JSON text with `\uXXXX` for invisible characters. Its meaning as JSON stays: such characters occur
/// only in its strings, and JSON already escapes the commands of terminals below U+0020.
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

/// Reports whether a character is not visible: a command to a terminal, a character that reorders or hides its
/// neighbours, or a noncharacter. Of the latter, XML 1.0 forbids U+FFFE and U+FFFF ("Characters", 2.2).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || u32::from(character) & 0xfffe == 0xfffe
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{fdd0}'..='\u{fdef}'
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
    fn leaves_no_character_that_xml_forbids() {
        // XML 1.0, 2.2: Char ::= #x9 | #xA | #xD | [#x20-#xD7FF] | [#xE000-#xFFFD] | [#x10000-#x10FFFF]
        let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..='\u{10ffff}');
        let all: String = ('\0'..=char::MAX).collect();
        assert!(inline(&all).chars().all(allowed));
        assert!(lines(&all).chars().all(allowed));
        assert_eq!(
            inline("a\u{fffe}\u{ffff}\u{1fffe}\u{fffd}"),
            "a\\u{fffe}\\u{ffff}\\u{1fffe}\u{fffd}"
        );
    }

    #[test]
    fn json_says_the_same_and_hides_nothing() {
        let unseen = (0..=0x9f).chain([
            0xad, 0x61c, 0x200b, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069,
            0xfdd0, 0xfeff, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xe0001,
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
