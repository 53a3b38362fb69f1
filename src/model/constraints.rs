//! Constraint traits: what a value must fulfil beyond its type.
//!
//! Source: Smithy 2.0, "Constraint traits".

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};

use crate::json::Number;

/// The inclusive bounds of a number (`smithy.api#range`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// The least, if there is one.
    pub min: Option<Number>,
    /// The greatest, if there is one.
    pub max: Option<Number>,
}

impl Range {
    /// Reports whether these bounds allow this number.
    ///
    /// ```
    /// use wireproof::json::Number;
    /// use wireproof::model::Range;
    ///
    /// let number = |text| Number::parse(text);
    /// let range = Range { min: number("2.2"), max: None };
    /// assert!(range.allows(&number("2.20").expect("a number")));
    /// assert!(!range.allows(&number("2.1").expect("a number")));
    /// ```
    pub fn allows(&self, number: &Number) -> bool {
        let below = |min: &Number| number.compare(min) == Ordering::Less;
        let above = |max: &Number| number.compare(max) == Ordering::Greater;
        !self.min.as_ref().is_some_and(below) && !self.max.as_ref().is_some_and(above)
    }
}

/// The most bytes of a pattern. Real ones have a few hundred.
const MOST_TEXT: usize = 64 * 1024;

/// The most bytes of a compiled pattern. A pattern of a foreign model may repeat itself without end: `((a{99}){99}){99}`.
const MOST_COMPILED: usize = 1024 * 1024;

/// How many times as large as its text a compiled pattern may be to be kept with its model, and how large it may be at least. So
/// a model stays in proportion to its file.
const KEPT_FACTOR: usize = 64;
const LEAST_KEPT: usize = 16 * 1024;

/// How many larger patterns are compiled to check one value.
const MOST_LARGE: usize = 64;

/// The pattern of a string (`smithy.api#pattern`): a regular expression of ECMA 262. It is compiled when it is first used.
///
/// A text is matched in a time that is linear in its length, whatever the pattern is. So a pattern that looks ahead or behind,
/// or that refers back to a group, cannot be checked, and neither can one that is too large.
#[derive(Clone)]
pub struct StringPattern {
    text: String,
    compiled: Arc<OnceLock<Option<Regex>>>,
}

impl StringPattern {
    /// Returns the pattern of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), compiled: Arc::default() }
    }

    /// Returns the text, as the model has it.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Reports whether the pattern is found in a text; `None` if it cannot be checked. It matches a whole text only if it says
    /// so by `^` and `$`.
    ///
    /// ```
    /// use wireproof::model::StringPattern;
    ///
    /// let pattern = StringPattern::new(r"^[\w-]+$");
    /// assert_eq!(pattern.is_match("a-1"), Some(true));
    /// assert_eq!(pattern.is_match("é"), Some(false));
    /// assert_eq!(StringPattern::new("^(?!aws:)").is_match("a"), None);
    /// ```
    pub fn is_match(&self, text: &str) -> Option<bool> {
        LargePatterns::default().is_match(self, text)
    }

    /// Returns the pattern if it is small enough to be kept.
    fn kept(&self) -> Option<&Regex> {
        let limit = (KEPT_FACTOR * self.text.len()).clamp(LEAST_KEPT, MOST_COMPILED);
        self.compiled.get_or_init(|| self.compile(limit)).as_ref()
    }

    fn compile(&self, limit: usize) -> Option<Regex> {
        if self.text.len() > MOST_TEXT {
            return None;
        }
        let mut builder = RegexBuilder::new(&translated(&self.text));
        builder.size_limit(limit).dfa_size_limit(limit).build().ok()
    }
}

/// The patterns that are too large to be kept with their model, compiled while one value is checked.
#[derive(Debug, Default)]
pub(crate) struct LargePatterns<'p>(HashMap<&'p str, Option<Regex>>);

impl<'p> LargePatterns<'p> {
    /// Reports whether a pattern is found in a text; `None` if it cannot be checked: see [`StringPattern::is_match`]. Of the
    /// large patterns of a value, the first 64 can.
    pub(crate) fn is_match(&mut self, pattern: &'p StringPattern, text: &str) -> Option<bool> {
        if let Some(regex) = pattern.kept() {
            return Some(regex.is_match(text));
        }
        if self.0.len() >= MOST_LARGE && !self.0.contains_key(pattern.as_str()) {
            return None;
        }
        let compile = || pattern.compile(MOST_COMPILED);
        let regex = self.0.entry(pattern.as_str()).or_insert_with(compile);
        regex.as_ref().map(|regex| regex.is_match(text))
    }
}

impl PartialEq for StringPattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl std::fmt::Debug for StringPattern {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StringPattern({:?})", self.text)
    }
}

/// Returns a pattern of ECMA 262 in the language of the crate `regex`: `\w` and `\d` are ASCII there, and an opening bracket or
/// an operator in a class is a character.
fn translated(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        let class = match (character, characters.peek()) {
            ('\\', Some('w')) => "0-9A-Za-z_",
            ('\\', Some('d')) => "0-9",
            ('\\', Some('W')) => "^0-9A-Za-z_",
            ('\\', Some('D')) => "^0-9",
            ('\\', Some('b' | 'B')) if !in_class => {
                out.push_str("(?-u:\\");
                out.extend(characters.next());
                out.push(')');
                continue;
            }
            ('\\', Some(_)) => {
                out.push('\\');
                out.extend(characters.next());
                continue;
            }
            ('[', _) if in_class => "\\[",
            ('&' | '~', _) if in_class => {
                out.push('\\');
                out.push(character);
                continue;
            }
            // The second one is the end of a range.
            ('-', Some('-')) if in_class => {
                characters.next();
                "-\\-"
            }
            ('[', next) => {
                in_class = true;
                // `[]` and `[^]` are an empty class and all characters; the crate reads the bracket as the first member.
                out.push('[');
                if next == Some(&'^') {
                    out.extend(characters.next());
                }
                continue;
            }
            (']', _) => {
                in_class = false;
                out.push(']');
                continue;
            }
            _ => {
                out.push(character);
                continue;
            }
        };
        match character {
            '\\' => {
                characters.next();
                // A class within a class is one of its members.
                let bare = in_class && !class.starts_with('^');
                if bare {
                    out.push_str(class);
                } else {
                    out.push('[');
                    out.push_str(class);
                    out.push(']');
                }
            }
            _ => out.push_str(class),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_mean_what_they_mean_in_ecma_262() {
        for (pattern, text, wanted) in [
            (r"^[a-m]+$", "abc", Some(true)),
            (r"^[a-m]+$", "abz", Some(false)),
            ("b", "abc", Some(true)),
            (r"^\d$", "٣", Some(false)),
            (r"^[\w.&&-]+$", "a_1.&-", Some(true)),
            (r"^[[a]$", "[", Some(true)),
            (r"^[^\W]$", "a", Some(true)),
            (r"^[^\W]$", "-", Some(false)),
            (r"^[\W]$", "-", Some(true)),
            (r"^\W\D$", "-a", Some(true)),
            (r"\bword\b", "a word!", Some(true)),
            (r"^[+--]$", ",", Some(true)),
            (r"^\/a\-b$", "/a-b", Some(true)),
            (r"^\p{L}+$", "é", Some(true)),
            (r"^.{1,3}$", "ééé", Some(true)),
            // A pattern of the protocol tests with which a reader that backtracks would hang.
            ("^([0-9]+)+$", "000000000000000000000000000000000000000000000000!", Some(false)),
            ("(?=a)", "a", None),
            (r"(a)\1", "aa", None),
            ("(((a{99}){99}){99}){99}", "a", None),
            ("(", "a", None),
            // Too large to be kept, and small enough to be checked.
            (r"^[a-z]{1,900}$", "abc", Some(true)),
            (r"^[a-z]{1,900}$", "ABC", Some(false)),
        ] {
            assert_eq!(StringPattern::new(pattern).is_match(text), wanted, "{pattern} {text}");
        }
    }

    #[test]
    fn patterns_take_no_more_memory_than_their_model() {
        let large = StringPattern::new("^[a-z]{1,900}$");
        assert!(large.kept().is_none() && large.compile(MOST_COMPILED).is_some());
        assert!(StringPattern::new(r"^[\w-]{1,64}$").kept().is_some());
        let longest = format!("^{}$", "a".repeat(MOST_TEXT));
        assert_eq!(StringPattern::new(longest).is_match("a"), None);
        // A value may use many large patterns.
        let many: Vec<_> = (0..MOST_LARGE + 1)
            .map(|i| StringPattern::new(format!("^[a-z]{{1,{}}}$", 900 + i)))
            .collect();
        let mut patterns = LargePatterns::default();
        let found: Vec<_> = many.iter().map(|pattern| patterns.is_match(pattern, "A")).collect();
        assert_eq!(found.iter().filter(|found| **found == Some(false)).count(), MOST_LARGE);
        assert_eq!(found[MOST_LARGE], None);
        assert_eq!(patterns.is_match(&many[0], "a"), Some(true));
    }
}
