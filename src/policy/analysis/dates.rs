//! Texts that are dates.
//!
//! A contract may declare a date as a string. Its spelling decides whether a string is a date, and not the
//! name of its member: a name promises nothing.

use crate::json::{Json, Path};
use crate::model::{Model, Names, ShapeKind, ShapeRef, TimestampFormat, Walk};
use crate::value::Timestamp;

/// The names of the months, in three letters.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Words that services send in place of a date.
const WORDS: [&str; 5] = ["never", "now", "today", "tomorrow", "yesterday"];

/// The longest text that is examined: no date is longer, and a string may have megabytes.
const LONGEST: usize = 64;

/// A string of an output that is a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::policy) struct DateText {
    /// The path in the output.
    pub(in crate::policy) path: Path,
    /// Whether it is spelled in another way than services commonly spell dates.
    pub(in crate::policy) odd: bool,
}

/// Returns the strings of an output that are dates, sorted by path.
pub(super) fn dates_of(model: &Model, shape: ShapeRef, output: &Json) -> Vec<DateText> {
    let mut found = Vec::new();
    let mut walk = Walk::new(model, shape, output, Names::Value);
    while let Some(node) = walk.next() {
        match (model.kind(node.shape), node.value) {
            // Few strings are dates, so a path is built only for a date.
            (ShapeKind::String, Json::String(text)) if is_date(text) => {
                found.push(DateText { path: walk.path(), odd: !is_common(text) });
            }
            _ => {}
        }
    }
    found.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    found
}

/// Reports whether a text is a date, in any spelling that the suite knows.
fn is_date(text: &str) -> bool {
    let text = text.trim();
    // Every date has a digit, or is one of a few words. This check spares the others for most strings.
    text.len() <= LONGEST
        && (text.bytes().any(|byte| byte.is_ascii_digit())
            && (is_calendar_date(text) || is_date_with_month(text) || is_epoch(text))
            || WORDS.iter().any(|word| text.eq_ignore_ascii_case(word)))
}

/// Reports whether a date is spelled as services commonly do: `2022-08-01T09:30:00Z`, and with milliseconds.
fn is_common(text: &str) -> bool {
    matches!(text.len(), 20 | 24)
        && text.ends_with('Z')
        && Timestamp::parse(text, TimestampFormat::DateTime).is_some()
}

/// Reports whether a text begins with a date in digits: `2022-08-01`, `20220801T`, `2022-W31-1`, `2022-213`,
/// `01/08/2022`, `1.8.22`.
fn is_calendar_date(text: &str) -> bool {
    let bytes = text.strip_prefix(['+', '-']).unwrap_or(text).as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let at = |place: usize| bytes.get(place).copied();
    let first = digits(0);
    match (first, at(first)) {
        (8, Some(b'T' | b't')) => true,
        (4 | 5, Some(b'-')) if at(first + 1) == Some(b'W') => digits(first + 2) == 2,
        (4 | 5, Some(b'-')) => match digits(first + 1) {
            2 => at(first + 3) == Some(b'-') && digits(first + 4) == 2,
            3 => at(first + 4).is_none(),
            _ => false,
        },
        (1 | 2, Some(separator @ (b'/' | b'.'))) => {
            let second = first + 1 + digits(first + 1);
            matches!(second - first, 2 | 3)
                && at(second) == Some(separator)
                && matches!(digits(second + 1), 2 | 4)
                && !matches!(at(second + 1 + digits(second + 1)), Some(b'.' | b'/'))
        }
        _ => false,
    }
}

/// Reports whether a text has the name of a month and at least two numbers, a day and a year.
fn is_date_with_month(text: &str) -> bool {
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_month = |word: &str| {
        let letters = word.get(..3).unwrap_or_default();
        word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && MONTHS.iter().any(|month| letters.eq_ignore_ascii_case(month))
    };
    let is_number = |word: &&str| word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit());
    words().any(is_month) && words().filter(is_number).count() >= 2
}

/// Reports whether a text is a number of seconds or milliseconds since 1970 for a date from 2001 to 2286, or
/// for the first day of year 1, which some libraries write for an absent date.
fn is_epoch(text: &str) -> bool {
    const YEAR_ONE: f64 = 62_135_596_800.0;
    let plain = |byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
    // Digits after a leading zero are an identifier, and not a number.
    let zero = text.len() > 1 && text.starts_with('0') && !text.starts_with("0.");
    let plain = text.bytes().all(plain) && !zero;
    let number = text.parse::<f64>().ok().filter(|_| plain).map(f64::abs);
    number.is_some_and(|number| {
        (1e9..1e10).contains(&number)
            || (1e12..1e13).contains(&number)
            || number == YEAR_ONE
            || number == YEAR_ONE * 1e3
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;

    #[test]
    fn tells_dates_and_their_common_spelling() {
        for (text, common) in [
            ("2022-08-01T09:30:00Z", true),
            ("2022-08-01T09:30:00.000Z", true),
            ("2022-08-01T09:30:00+05:30", false),
            ("2022-08-01T09:30:00.1Z", false),
            ("2022-08-01T09:30Z", false),
            ("2022-08-01 09:30:00", false),
            ("2022-08-01", false),
            (" 2022-08-01T09:30:00Z", false),
            ("0000-00-00", false),
            ("2023-02-30T24:61:00Z", false),
            ("-0001-01-01T00:00:00Z", false),
            ("+10000-01-01T00:00:00Z", false),
            ("20220801T093000Z", false),
            ("2022-W31-1", false),
            ("2022-213", false),
            ("Mon, 01 Aug 2022 09:30:00 GMT", false),
            ("Mon, 1 Aug 2022 09:30:00 GMT", false),
            ("Monday, 01-Aug-22 09:30:00 GMT", false),
            ("Mon Aug  1 09:30:00 2022", false),
            ("30. November 2022, 17 Uhr", false),
            ("08/01/2022 9:30 AM", false),
            ("8/1/22 9:30 AM", false),
            ("1.8.2022", false),
            ("1659346200", false),
            ("1659346200.123", false),
            ("1.6593462e9", false),
            ("1.659346200E9", false),
            ("-62135596800000", false),
            ("never", false),
            ("Today", false),
        ] {
            assert!(is_date(text), "{text}");
            assert_eq!(is_common(text), common, "{text}");
        }
        for text in [
            "",
            "0",
            "-1",
            "alice",
            "i-0abcd1234efgh5678",
            "d-9067f0a1b2",
            "123456789012",
            "0123456789",
            "192.168.10.22",
            "10.0.0.1",
            "12/34",
            "1.2.3",
            "2022-8-1",
            "still associated, day 3",
            "May I?",
            "march 1",
            "inf",
            "nobody knows",
        ] {
            assert!(!is_date(text), "{text}");
        }
        assert!(!is_date(&"2022-08-01 ".repeat(10)));
    }

    #[test]
    fn finds_dates_in_strings_alone_whatever_their_names_are() {
        let contract = Contract::default();
        let (model, shape) = (contract.model(), contract.operation().output());
        let output = r#"{"InstanceUserSummary":{"AssociationDate":"soon","Domain":"2022-08-01","StatusMessage":"2022-08-01T09:30:00Z","IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"2022-08-01"}}}}"#;
        let output = Json::parse(output).expect("JSON");
        let found = dates_of(model, shape, &output);
        let found: Vec<_> = found.iter().map(|date| (date.path.as_str(), date.odd)).collect();
        assert_eq!(
            found,
            [("InstanceUserSummary.Domain", true), ("InstanceUserSummary.StatusMessage", false)]
        );
    }
}
