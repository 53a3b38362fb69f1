//! Writes paths and commands so that people can read them and type them again.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use wireproof::terminal_text;

/// Returns a path as text, with escapes for the bytes that are not UTF-8 and for what a terminal does not show.
pub(crate) fn shown(path: impl AsRef<Path>) -> String {
    let mut text = String::new();
    for chunk in path.as_ref().as_os_str().as_bytes().utf8_chunks() {
        text += &terminal_text::inline(chunk.valid());
        for byte in chunk.invalid() {
            // Writing to a `String` cannot fail.
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}

/// Returns a word in a form that can be typed in a shell: unchanged, in `'…'`, or in `$'…'` if it holds characters that
/// a terminal does not show.
pub(crate) fn quoted(word: impl AsRef<OsStr>) -> String {
    let word = word.as_ref();
    if let Some(text) = word.to_str()
        && terminal_text::line(text, usize::MAX) == text
        && let Ok(quoted) = shlex::try_quote(text)
    {
        return quoted.into_owned();
    }
    let mut text = "$'".to_owned();
    for chunk in word.as_bytes().utf8_chunks() {
        for character in chunk.valid().chars() {
            let alone = character.to_string();
            match character {
                '\'' | '\\' => text.extend(['\\', character]),
                _ if terminal_text::line(&alone, 1) == alone => text.push(character),
                _ => text.extend(alone.bytes().map(octal)),
            }
        }
        text.extend(chunk.invalid().iter().copied().map(octal));
    }
    text + "'"
}

/// Returns a byte as an escape of `$'…'`. It always has three digits, so that a digit may follow.
fn octal(byte: u8) -> String {
    format!("\\{byte:03o}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    const WORDS: [&[u8]; 9] = [
        b"plain/path.json",
        b"two words",
        b"it's",
        b"a\xffb",
        b"\xe2\x80\xae7",
        b"a\n\x1b[31m7",
        b"\\n'\xff",
        b"",
        "é$(x)`y`".as_bytes(),
    ];

    #[test]
    fn a_quoted_word_is_one_that_can_be_seen() {
        for word in WORDS {
            let quoted = quoted(OsStr::from_bytes(word));
            assert_eq!(terminal_text::line(&quoted, usize::MAX), quoted, "{word:?}");
        }
        assert_eq!(quoted("plain/path.json"), "plain/path.json");
        assert_eq!(quoted("two words"), "'two words'");
        assert_eq!(quoted(OsStr::from_bytes(b"a\xffb")), r"$'a\377b'");
        assert_eq!(shown(OsStr::from_bytes(b"a\xffb")), r"a\xffb");
        assert_eq!(shown("a\nerror: b"), r"a\nerror: b");
    }

    #[test]
    fn a_shell_reads_the_very_word() {
        let words = WORDS.map(|word| quoted(OsStr::from_bytes(word))).join(" ");
        let script = format!("printf '%s\\0' {words}");
        // `$'…'` is of POSIX 2024; not every `sh` knows it yet.
        let Ok(output) = Command::new("bash").args(["-c", &script]).output() else { return };
        let read: Vec<_> = output.stdout.split(|byte| *byte == 0).collect();
        assert_eq!(read[..WORDS.len()], WORDS);
    }
}
