//! Bytes as text that shows each of them.

use super::settings::Filters;

/// What a request has that is another in each run.
pub(crate) const FILTERS: Filters = &[
    (r"\b127\.0\.0\.1:\d+", "127.0.0.1:[port]"),
    (r"\b\d{8}T\d{6}Z\b", "[time]"),
    (r"/\d{8}/us-east-1/", "/[day]/us-east-1/"),
    (r"\bSignature=[0-9a-f]{64}\b", "Signature=[signature]"),
];

/// The bytes as text, indented: a control character as its picture (`␍`), a character that nobody would see as
/// `⟨U+200B⟩`, and a byte that is not UTF-8 as `⟨ff⟩`. A new line begins after each line feed, too.
pub(crate) fn visible(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            push(&mut text, c);
            if c == '\n' {
                text.push(c);
            }
        }
        for byte in chunk.invalid() {
            text += &format!("⟨{byte:02x}⟩");
        }
    }
    indented(&text)
}

/// Returns lines of text as [`visible`] shows them, without their ends.
pub(crate) fn visible_lines(lines: &str) -> String {
    let mut text = String::new();
    for line in lines.lines() {
        line.chars().for_each(|c| push(&mut text, c));
        text.push('\n');
    }
    indented(&text)
}

/// Adds what a character is shown as.
fn push(text: &mut String, c: char) {
    match c {
        '\0'..='\x1f' => text.extend(char::from_u32(0x2400 + u32::from(c))),
        '\x7f' => text.push('␡'),
        _ if is_unseen(c) => text.push_str(&format!("⟨U+{:04X}⟩", u32::from(c))),
        _ => text.push(c),
    }
}

/// Whether a character shows as nothing, or as another, or would be taken for one of the pictures.
fn is_unseen(c: char) -> bool {
    c.is_control()
        || c.is_whitespace() && c != ' '
        || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{2400}'..='\u{2426}' | '\u{27e8}' | '\u{27e9}')
        || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffef}'..='\u{ffff}')
        || c >= '\u{e0000}'
}

/// The text, two columns to the right.
pub(crate) fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}").trim_end().to_owned() + "\n").collect()
}
