//! Corner values of simple shapes and of documents: bounds, odd spellings, and values that are hard to keep.

use crate::json::{Json, Number};
use crate::model::ShapeKind;

use super::choices::Choices;

/// Numbers that have no spelling in JSON. The value form writes them as strings.
const NON_FINITE: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Documents that are hard to keep. They have at most [`LEVELS`] levels.
const DOCUMENTS: &[&str; 3] =
    &[r#"{"a":[1,null,{"__type":"x"}],"":1.50}"#, "[[[]]]", r#"{"":{},"a":[]}"#];

/// How many levels the deepest of the [`DOCUMENTS`] has.
pub(super) const LEVELS: usize = 3;

/// Returns a corner value of a simple shape; `None` if the shape has no corners here.
pub(super) fn corner(kind: &ShapeKind, choices: &mut Choices) -> Option<Json> {
    let text = match kind {
        ShapeKind::Byte => integer(i8::MIN.into(), i8::MAX.into(), choices),
        ShapeKind::Short => integer(i16::MIN.into(), i16::MAX.into(), choices),
        ShapeKind::Integer | ShapeKind::IntEnum(_) => {
            integer(i32::MIN.into(), i32::MAX.into(), choices)
        }
        ShapeKind::Long => integer(i64::MIN, i64::MAX, choices),
        ShapeKind::BigInteger => choices
            .pick(&[
                "0",
                "18446744073709551616",
                "-340282366920938463463374607431768211457",
                "123456789012345678901234567890123456789012345678901234567890",
                "-99999999999999999999999999999999999999999",
                "1e40",
            ])
            .to_owned(),
        ShapeKind::BigDecimal => choices
            .pick(&[
                "0",
                "0.1",
                "3.14159265358979323846264338327950288419716939937510",
                "-0.000000000000000000000000000001",
                "123456789012345678901234567890.5",
                "0.10",
                "-1e-999",
            ])
            .to_owned(),
        ShapeKind::Float | ShapeKind::Double => choices
            .pick(&[
                "0.1",
                "-0.5",
                "NaN",
                "Infinity",
                "-Infinity",
                "3.4028235e38",
                "1.401298464324817e-45",
                "16777217",
                "0",
                "-0.0",
                "1.5e-300",
                "1e999",
            ])
            .to_owned(),
        ShapeKind::Timestamp => choices
            .pick(&[
                "0",
                "-1",
                "253402300799",
                "1659346200.999",
                "-62135596800",
                "1398796238",
                "482196050.52",
                "1e9",
                "-2208988800",
                "253402300799.999",
            ])
            .to_owned(),
        // Nothing, every character of the alphabet that URLs spell otherwise, and padding.
        ShapeKind::Blob => return Some(Json::from(choices.pick(&["", "AP+/", "eA=="]))),
        _ => return None,
    };
    Some(match NON_FINITE.contains(&text.as_str()) {
        true => Json::String(text),
        false => number(&text),
    })
}

/// Returns an integer at a bound, or one in an odd spelling.
fn integer(least: i64, most: i64, choices: &mut Choices) -> String {
    let corner = match choices.below(10) {
        0 => most,
        1 => least,
        2 => most - 1,
        3 => least + 1,
        4 => 0,
        5 => -1,
        6 => return "-0".to_owned(),
        7 => return "1e0".to_owned(),
        // And not `10.0`: a reader may refuse an integer with a fraction, so an exchange with one shows nothing.
        8 => 10,
        // A thousand does not fit into a byte.
        _ => return if most >= 1_000 { "1E3" } else { "1E2" }.to_owned(),
    };
    corner.to_string()
}

/// Returns a document that is hard to keep.
pub(super) fn document(choices: &mut Choices) -> Json {
    Json::parse(choices.pick(DOCUMENTS)).unwrap_or(Json::Null)
}

/// Returns the number of this spelling.
pub(super) fn number(text: &str) -> Json {
    Number::parse(text).map_or(Json::Null, Json::Number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::generate::text::odd;
    use crate::generate::value::json;

    /// Returns everything that a generator draws from many seeds, as JSON texts.
    fn drawn(draw: impl Fn(&mut Choices) -> Json) -> BTreeSet<String> {
        (0..40_000).map(|seed| draw(&mut Choices::from_seed(seed)).to_string()).collect()
    }

    #[test]
    fn every_corner_number_timestamp_and_blob_is_drawn() {
        let kinds: &[(ShapeKind, &[&str])] = &[
            (ShapeKind::Byte, &["0", "-128", "127", "1e0"]),
            (ShapeKind::Short, &["0", "-32768", "32767", "10"]),
            (ShapeKind::Integer, &["-2147483648", "2147483647", "-0"]),
            (ShapeKind::IntEnum(vec![7]), &["-2147483648", "2147483647", "-0"]),
            (ShapeKind::Long, &["0", "-9223372036854775808", "9223372036854775807", "1E3"]),
            (ShapeKind::BigInteger, &["0", "-99999999999999999999999999999999999999999", "1e40"]),
            (ShapeKind::Double, &["0", "-0.0", "1.5e-300", "1e999", "0.1", "\"NaN\""]),
            (ShapeKind::BigDecimal, &["0.10", "-1e-999", "123456789012345678901234567890.5"]),
            (
                ShapeKind::Timestamp,
                &[
                    "0",
                    "-1",
                    "1398796238",
                    "482196050.52",
                    "1e9",
                    "-2208988800",
                    "253402300799.999",
                ],
            ),
            (ShapeKind::Blob, &["\"\"", "\"AP+/\"", "\"eA==\""]),
        ];
        for (kind, corners) in kinds {
            let drawn = drawn(|choices| corner(kind, choices).expect("it has corners"));
            for corner in *corners {
                assert!(drawn.contains(*corner), "{kind:?} is never {corner}");
            }
        }
    }

    #[test]
    fn every_corner_document_is_drawn() {
        let drawn = drawn(|choices| json(LEVELS, choices));
        for corner in ["null", "{}", r#"{"a":[1,null,{"__type":"x"}],"":1.50}"#, "[[[]]]", "1e999"]
        {
            assert!(drawn.contains(corner), "no document is {corner}");
        }
    }

    #[test]
    fn every_text_that_is_hard_on_the_way_is_drawn() {
        let drawn = drawn(|choices| Json::String(odd(choices)));
        for text in [
            "x",
            "",
            "é",
            "😀",
            "\u{0}\u{1f}",
            "\"\\/",
            "\u{2028}\u{feff}",
            "null",
            "{\"a\":1}",
            "__type",
            "\r\n",
            "$wtf",
            "\u{7f}\u{80}",
            "\u{ffff}\u{10ffff}",
            " \t",
            "%2F+&=",
        ] {
            assert!(drawn.contains(&Json::from(text).to_string()), "no text is {text:?}");
        }
    }
}
