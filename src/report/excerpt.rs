//! Excerpts of bytes for people: one line, with marks under the bytes that matter.

use std::fmt::Write as _;
use std::ops::Range;

/// A line of bytes, and the line of marks to print under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The bytes. All except printable ASCII is escaped, so that every character takes one column and the marks are under
    /// the right bytes.
    pub line: String,
    /// Blanks, and `^` under each marked byte. The line is empty if nothing is marked.
    pub marks: String,
}

/// Shows `bytes` in about `width` columns, around `mark` if there is one. An ellipsis and a count stand for the bytes
/// that are left out.
pub fn excerpt(bytes: &[u8], mark: Option<&Range<usize>>, width: usize) -> Excerpt {
    let mark = mark.map(|mark| mark.start.min(bytes.len())..mark.end.min(bytes.len()));
    let start = mark.as_ref().map_or(0, |mark| start(&bytes[..mark.start], width));
    let mut excerpt = Excerpt { line: String::new(), marks: String::new() };
    if start > 0 {
        excerpt.push(&format!("…{start} bytes… "), false);
    }
    let mut end = start;
    let mut columns = excerpt.line.chars().count();
    for (i, byte) in bytes.iter().enumerate().skip(start) {
        if columns >= width {
            break;
        }
        let marked = mark.as_ref().is_some_and(|mark| mark.contains(&i));
        let text = escape(*byte);
        columns += text.len(); // it is ASCII
        excerpt.push(&text, marked);
        end = i + 1;
    }
    if end < bytes.len() {
        excerpt.push(&format!(" …{} bytes…", bytes.len() - end), false);
    } else if mark.as_ref().is_some_and(|mark| mark.start >= bytes.len()) {
        excerpt.marks.push('^'); // the mark is after the last byte: something is missing there
    }
    let marks = excerpt.marks.trim_end().len();
    excerpt.marks.truncate(marks);
    excerpt
}

/// Returns the offset at which to begin so that the bytes after `before` are shown: at the beginning if that is near,
/// else a third of the width before it. Escapes take several columns each.
fn start(before: &[u8], width: usize) -> usize {
    let mut columns = 0;
    let mut third = before.len();
    for (i, byte) in before.iter().enumerate().rev() {
        columns += escape(*byte).len();
        if columns <= width / 3 {
            third = i;
        }
        if columns > width * 2 / 3 {
            return third;
        }
    }
    0
}

impl Excerpt {
    fn push(&mut self, text: &str, marked: bool) {
        self.line.push_str(text);
        let mark = if marked { '^' } else { ' ' };
        self.marks.extend(text.chars().map(|_| mark));
    }
}

fn escape(byte: u8) -> String {
    match byte {
        b'\n' => "\\n".to_owned(),
        b'\r' => "\\r".to_owned(),
        b'\t' => "\\t".to_owned(),
        b' '..=b'~' => char::from(byte).to_string(),
        other => {
            let mut text = String::new();
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\\x{other:02x}");
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(bytes: &[u8], mark: Option<Range<usize>>, width: usize) -> (String, String) {
        let excerpt = excerpt(bytes, mark.as_ref(), width);
        (excerpt.line, excerpt.marks)
    }

    #[test]
    fn marks_stand_under_what_they_mean() {
        assert_eq!(show(b"abc", Some(1..2), 80), ("abc".into(), " ^".into()));
        assert_eq!(
            show("aé\n".as_bytes(), Some(1..3), 80),
            ("a\\xc3\\xa9\\n".into(), " ^^^^^^^^".into())
        );
        assert_eq!(show(b"abc", None, 80), ("abc".into(), String::new()));
        assert_eq!(show(b"ab", Some(2..3), 80), ("ab".into(), "  ^".into()));
        assert_eq!(show(b"", Some(7..8), 80), (String::new(), "^".into()));
    }

    #[test]
    fn tells_what_it_leaves_out() {
        let long = vec![b'x'; 100];
        assert_eq!(show(&long, None, 10).0, "xxxxxxxxxx …90 bytes…");
        let (line, marks) = show(&long, Some(50..51), 30);
        assert_eq!(line, "…40 bytes… xxxxxxxxxxxxxxxxxxx …41 bytes…");
        assert_eq!(marks.find('^'), Some(21));
    }

    #[test]
    fn a_mark_is_seen_whatever_stands_before_it() {
        for before in ["x", "é", "\n", "🙂"] {
            for times in [0, 1, 7, 16, 20, 30, 64, 65, 1_000, 1_000_000] {
                let bytes = [before.repeat(times).as_bytes(), b"!after"].concat();
                let at = bytes.len() - 6;
                let (line, marks) = show(&bytes, Some(at..at + 1), 96);
                let column = marks.find('^').unwrap_or_else(|| panic!("{before} {times}: {line}"));
                assert_eq!(line.chars().nth(column), Some('!'), "{before} {times}: {line}");
                assert!(line.chars().count() < 130, "{line}");
            }
        }
    }
}
