//! Patterns for names: ids of policies, of cases and of mutants, and what a known failure shows.
//!
//! Patterns come from outside: from a command line, from a file that somebody attached to a report. The glob library
//! reads them by recursion and compiles them to a regular expression, and it panics or overflows the stack on large
//! ones. So there are bounds, checked before it sees the text.

use globset::{Glob, GlobSet, GlobSetBuilder};

/// How many bytes a pattern has at most.
pub const MAX_LENGTH: usize = 1024;

/// How deep `{a,b}` nests at most.
pub const MAX_DEPTH: usize = 8;

/// How many patterns one option or one file may have at most.
pub const MAX_PATTERNS: usize = 100_000;

/// A pattern such as `union.*`: `*` and `?` stand for any text and any character, `[a-z]` for one of these
/// characters, `{a,b}` for one of these texts. A text without any of them stands for itself.
///
/// ```
/// use wireproof::pattern::Pattern;
///
/// let pattern = Pattern::new("{union,error}.*").expect("it is a pattern");
/// assert!(pattern.is_match("union.known-member") && !pattern.is_match("wire.loss-told"));
/// assert!(Pattern::new(&"{a,".repeat(100)).is_err());
/// ```
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    /// None if the text stands for itself.
    set: Option<GlobSet>,
}

/// Why a text is no pattern that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternError {
    /// It has so many bytes.
    #[error("it has {0} bytes, and a pattern has {MAX_LENGTH} at most: write several patterns")]
    TooLong(usize),
    /// Its `{a,b}` nest too deep.
    #[error("its {{a,b}} nest deeper than {MAX_DEPTH} levels: write several patterns")]
    TooDeep,
    /// It is malformed, in the words of the glob library.
    #[error("{0}")]
    Malformed(String),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// If it is malformed, longer than [`MAX_LENGTH`], or nests deeper than [`MAX_DEPTH`].
    pub fn new(text: &str) -> Result<Self, PatternError> {
        if text.len() > MAX_LENGTH {
            return Err(PatternError::TooLong(text.len()));
        }
        // An escaped brace counts too: one that is refused for it is read by nobody.
        let mut depth = 0_usize;
        for byte in text.bytes() {
            match byte {
                b'{' => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth > MAX_DEPTH {
                return Err(PatternError::TooDeep);
            }
        }
        let text = text.to_owned();
        if !text.contains(['*', '?', '[', ']', '{', '}', '\\']) {
            return Ok(Self { text, set: None });
        }
        let malformed = |error: globset::Error| PatternError::Malformed(error.kind().to_string());
        let glob = Glob::new(&text).map_err(malformed)?;
        // A set says what is wrong with the regular expression of a glob; a lone matcher panics.
        let set = GlobSetBuilder::new().add(glob).build().map_err(malformed)?;
        Ok(Self { text, set: Some(set) })
    }

    /// Reports whether `text` fits.
    pub fn is_match(&self, text: &str) -> bool {
        match &self.set {
            Some(set) => set.is_match(text),
            None => self.text == text,
        }
    }

    /// Returns the pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reports whether it stands for itself alone.
    pub fn is_plain(&self) -> bool {
        self.set.is_none()
    }
}

/// Reports whether a text means more than itself as a pattern. One that is malformed may, too.
pub fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '[', '{'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fits_what_it_stands_for() {
        for (pattern, text, fits) in [
            ("a.b", "a.b", true),
            ("a.b", "axb", false),
            ("a.*", "a.b/c", true),
            ("a?c", "abc", true),
            ("[a-c]x", "bx", true),
            ("{a,b{c,d}}", "bd", true),
            ("*", "", true),
            (r"\*", "*", true),
        ] {
            let pattern = Pattern::new(pattern).expect(pattern);
            assert_eq!(pattern.is_match(text), fits, "{} {text}", pattern.as_str());
        }
    }

    #[test]
    fn what_the_glob_library_would_choke_on_is_refused() {
        let nested = |depth: usize| format!("{}a{}", "{a,".repeat(depth), "}".repeat(depth));
        assert!(Pattern::new(&nested(MAX_DEPTH)).is_ok());
        for depth in [MAX_DEPTH + 1, 125, 200, 100_000] {
            let error = Pattern::new(&nested(depth)).expect_err("it nests too deep");
            assert!(error.to_string().contains("write several patterns"), "{error}");
        }
        for pattern in ["[", "{a", "a}", "\\"] {
            let error = Pattern::new(pattern).expect_err(pattern);
            assert!(matches!(error, PatternError::Malformed(_)), "{pattern}: {error}");
        }
        // As large as it may be, in each kind of pattern: no panic, whatever comes of it.
        for piece in ["*", "?", "[!a]", "{a,b}", "[\u{80}-\u{10ffff}]", "**/", "é", "{,}", "]"] {
            if let Ok(pattern) = Pattern::new(&piece.repeat(MAX_LENGTH / piece.len())) {
                let _ = pattern.is_match("abc");
            }
        }
    }
}
