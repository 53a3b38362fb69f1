//! Reads a JSON text as strictly as RFC 8259 and Unicode demand.
//!
//! serde_json checks the grammar of skipped values (`IgnoredAny`): numbers, escapes, control characters and commas. It
//! does so without recursion, so skipped members may nest without limit. A `str` is always UTF-8. Only one check is left
//! for this module: in skipped values, serde_json accepts an escaped lone surrogate.

use std::str::Utf8Error;

use serde::Deserialize;

/// The reason why a body cannot be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum BodyError {
    /// It is not UTF-8.
    #[error("{0}")]
    Encoding(#[source] Utf8Error),
    /// It is not JSON, or does not have the right shape.
    #[error("{0}")]
    Json(#[source] serde_json::Error),
    /// The escape at this offset is a lone surrogate.
    #[error("a lone surrogate at byte {0}")]
    LoneSurrogate(usize),
}

/// Reads a `T` from a whole body. It checks all of the body, including skipped values.
pub(super) fn read<'de, T: Deserialize<'de>>(body: &'de [u8]) -> Result<T, BodyError> {
    let text = std::str::from_utf8(body).map_err(BodyError::Encoding)?;
    let value = serde_json::from_str(text).map_err(BodyError::Json)?;
    match lone_surrogate(text.as_bytes()) {
        Some(offset) => Err(BodyError::LoneSurrogate(offset)),
        None => Ok(value),
    }
}

/// Returns the offset of the first escaped lone surrogate in a text that is otherwise JSON. In such a text, a backslash
/// appears only in strings and always begins an escape, so this function need not track strings.
fn lone_surrogate(json: &[u8]) -> Option<usize> {
    let mut at = 0;
    while let Some(next) = json[at..].iter().position(|&byte| byte == b'\\') {
        at += next;
        at += match escaped_unit(&json[at..]) {
            Some(0xD800..=0xDBFF) => match json.get(at + 6..).and_then(escaped_unit) {
                Some(0xDC00..=0xDFFF) => 12,
                _ => return Some(at),
            },
            Some(0xDC00..=0xDFFF) => return Some(at),
            Some(_) => 6,
            // Any other escape has two bytes. The second may be a backslash, which does not begin an escape.
            None => 2,
        };
    }
    None
}

/// Returns the UTF-16 unit of the escape `\uXXXX` at the beginning of the text.
fn escaped_unit(json: &[u8]) -> Option<u16> {
    let digits = json.strip_prefix(br"\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use serde::de::IgnoredAny;

    use super::*;

    fn skipped(body: &[u8]) -> Result<(), String> {
        read::<IgnoredAny>(body).map(drop).map_err(|error| error.to_string())
    }

    /// Texts that are not JSON. Each could be the value of a skipped member.
    const MALFORMED: &[&[u8]] = &[
        b"",
        b" ",
        b"01",
        b"-01",
        b"+1",
        b".5",
        b"1.",
        b"1.e5",
        b"1e",
        b"1e+",
        b"-",
        b"0x1",
        b"1_0",
        b"NaN",
        b"Infinity",
        b"-Infinity",
        b"tru",
        b"True",
        b"nul",
        b"nullx",
        b"undefined",
        b"'a'",
        b"\"",
        b"\"a",
        b"\"\\x\"",
        b"\"\\u12\"",
        b"\"\\u12g4\"",
        b"\"\\\"",
        b"\"\\U0041\"",
        b"\"\\'\"",
        b"\"a\nb\"",
        b"\"\x00\"",
        b"\"\x1f\"",
        b"\"\t\"",
        b"[",
        b"]",
        b"[1",
        b"[1,",
        b"[1,]",
        b"[,1]",
        b"[,]",
        b"[1 2]",
        b"[1}",
        b"[1:2]",
        b"{",
        b"}",
        b"{\"a\"",
        b"{\"a\":",
        b"{\"a\":}",
        b"{\"a\":1",
        b"{\"a\":1,",
        b"{\"a\":1,}",
        b"{,\"a\":1}",
        b"{\"a\" 1}",
        b"{\"a\":1 \"b\":2}",
        b"{a:1}",
        b"{1:1}",
        b"{null:1}",
        b"{'a':1}",
        b"{\"a\":1]",
        b"{\"a\",1}",
        b"{\"a\"=1}",
        b"{\"\\x\":1}",
        b"{\"a\n\":1}",
        b"/**/1",
        b"1//",
        b"#1",
        b"\xEF\xBB\xBF1",
        b"\xC2\xA01",
        b"\x0C1",
        b"\x0B1",
        b"1\0",
        b"1 2",
        b"{}{}",
        b"[][]",
        b"{},",
        b"{};",
        b"{}x",
        b"\"\"\"\"",
        // Not UTF-8: a lone byte, overlong, a surrogate, beyond the last plane, cut short.
        b"\"\xFF\"",
        b"\"\x80\"",
        b"\"\xC0\xAF\"",
        b"\"\xED\xA0\x80\"",
        b"\"\xF4\x90\x80\x80\"",
        b"\"\xE2\x82\"",
        b"{\"\xFF\":1}",
        b"{}\xFF",
        // Lone surrogates.
        br#""\ud800""#,
        br#""\udc00""#,
        br#""\uDBFF\uDBFF\uDFFF""#,
        br#""\ud800\u0041""#,
        br#""\udc00\ud800""#,
        br#""\ud800x\udc00""#,
        br#""\\\ud800""#,
        br#""\ud800\\udc00""#,
        br#"{"\ud800":1}"#,
    ];

    #[test]
    fn what_is_skipped_is_checked_as_closely() {
        for &value in MALFORMED {
            let shown = String::from_utf8_lossy(value);
            assert!(skipped(value).is_err(), "{shown}");
            let mut inside = b"{\"a\":[{\"b\":".to_vec();
            inside.extend_from_slice(value);
            inside.extend_from_slice(b"}]}");
            assert!(skipped(&inside).is_err(), "inside: {shown}");
        }
    }

    #[test]
    fn every_spelling_that_json_has_is_taken() {
        for value in [
            "0",
            "-0",
            "1.0",
            "-1.5e+10",
            "1E400",
            "0e0",
            "1e-999",
            "123456789012345678901234567890",
            "true",
            "false",
            "null",
            "\t\r\n []",
            "{ }",
            "[ [ ] , { } ]",
            r#"{"":"","":""}"#,
            "\"\u{7f}\u{2028}\u{feff}\u{10ffff}\"",
            r#""\"\\\/\b\f\n\r\t\u0000\uFFFF""#,
            r#""\ud83d\ude00\uDBFF\uDFFF""#,
            r#""\\ud800""#,
            r#""\\\\udc00""#,
        ] {
            assert_eq!(skipped(value.as_bytes()), Ok(()), "{value}");
        }
    }

    #[test]
    fn what_is_skipped_nests_without_limit() {
        let nested = |open: &str, close: &str| {
            let (open, close) = (open.repeat(1_000_000), close.repeat(1_000_000));
            format!("{open}0{close}").into_bytes()
        };
        assert_eq!(skipped(&nested("[", "]")), Ok(()));
        assert_eq!(skipped(&nested(r#"{"a":"#, "}")), Ok(()));
        assert!(skipped(&nested("[", "")).is_err());
    }

    #[test]
    fn names_the_place_of_a_lone_surrogate() {
        assert_eq!(skipped(br#"["\n\ud800"]"#), Err("a lone surrogate at byte 4".to_owned()));
    }
}
