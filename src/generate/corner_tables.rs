//! The corners of values, as tables: texts for each part of a message, numbers, moments, blobs and documents.

use crate::json::Json;
use crate::model::{Model, ShapeKind, ShapeRef};

use super::corners::number;

/// Texts for labels. A dot alone is none of them: HTTP libraries remove it from a path.
pub(super) const LABELS: &[&str] = &[
    "a",
    "a:b",
    "a/b",
    "a b",
    "100%",
    "a%2Fb",
    "é",
    "日本",
    "😀",
    "a+b",
    "a?b",
    "a#b",
    "a&b=c",
    "[x]@!$'()*,;",
    "~-._z",
    "%41",
    "{a}",
    "\"q\"",
    "<a>|^`\\",
    "0",
    "null",
];

/// Texts for greedy labels.
pub(super) const GREEDY_LABELS: &[&str] = &[
    "a",
    "a/b/c",
    "a b/c",
    "a/b:c/d",
    "folder/é.txt",
    "100%/a",
    "a%2Fb/c",
    "2026/日本/😀",
    "a+b/c?d",
    "a#b/c",
    "a/~-._z",
    "a/[x]@!$'()*,;",
    "a&b=c/d",
];

/// Texts for the query.
pub(super) const QUERIES: &[&str] = &[
    "a",
    "",
    "a b",
    "a+b",
    "a&b",
    "a=b",
    "&",
    "é",
    "日本",
    "😀",
    "100%",
    "%41",
    "a/b",
    "a?b",
    "a#b",
    "a,b",
    "\"q\"",
    "~-._z",
    "[x]@!$'()*,;",
    "true",
    "0",
];

/// Texts for header fields. Beyond ASCII, HTTP leaves open what a field says.
pub(super) const FIELDS: &[&str] = &[
    "a",
    "a b",
    "a,b",
    "\"q\"",
    "a;b=c",
    "0",
    "true",
    "null",
    "back\\slash",
    "(a)",
    "a=b",
    "100%",
    "%41",
    "[]",
    "{}",
    "+1",
];

/// Elements for lists in header fields.
pub(super) const ELEMENTS: &[&[&str]] = &[
    &["a"],
    &["a", "b"],
    &["a,b"],
    &["a,b", "c"],
    &["a", "b, c", "d"],
    &["\"q\""],
    &["a", "say \"hi\", twice"],
    &["back\\slash, x"],
    &["a b", "c d"],
    &["a;q=1", "b"],
    &[",", ",,"],
    &["a", "a"],
];

/// Values for header fields with a prefix.
pub(super) const ENTRIES: &[&[(&str, &str)]] = &[
    &[("a", "1")],
    &[("color", "red"), ("size", "a, b")],
    &[("a-b", "x")],
    &[("Mixed-Case", "Value")],
    &[("a", "\"q\""), ("b", "c;d"), ("c", "e=f")],
    &[("x_y", "z"), ("0", "1")],
];

/// Moments, in seconds since 1970, with milliseconds at most: many languages know no finer ones.
pub(super) const MOMENTS: &[&str] = &[
    "1756684800",
    "0",
    "1",
    "-1",
    "951782400",
    "4102444800",
    "1756684800.5",
    "1756684800.123",
    "1e9",
    "253402300799",
    "1704067199",
    "-62135596800",
];

/// Spellings of a moment in seconds since 1970, as a service may write it.
pub(super) const SPELLED_SECONDS: &[&str] = &[
    "1.7566848e9",
    "1.7566848E9",
    "1756684800.0",
    "1756684800.1",
    "1756684800.12",
    "1756684800.1234",
    "1756684800.123456",
    "1756684800.123456789",
    "17566848e2",
    "1.756684800123e9",
    "0",
    "-1",
    "0.5",
    "-0.5",
    "1756684800.10",
];

/// Spellings of a moment as a date-time, with fractions of one to nine digits.
pub(super) const SPELLED_DATES: &[&str] = &[
    "2025-09-01T00:00:00Z",
    "2025-09-01T00:00:00.1Z",
    "2025-09-01T00:00:00.12Z",
    "2025-09-01T00:00:00.123Z",
    "2025-09-01T00:00:00.1234Z",
    "2025-09-01T00:00:00.12345Z",
    "2025-09-01T00:00:00.123456Z",
    "2025-09-01T00:00:00.1234567Z",
    "2025-09-01T00:00:00.12345678Z",
    "2025-09-01T00:00:00.123456789Z",
    "2025-09-01T02:30:00+02:30",
    "2025-08-31T17:00:00-07:00",
    "2025-09-01T00:00:00.000Z",
    "1969-12-31T23:59:59Z",
    "2024-02-29T12:00:00Z",
];

/// Spellings of a moment as an HTTP date.
pub(super) const SPELLED_HTTP_DATES: &[&str] = &[
    "Mon, 01 Sep 2025 00:00:00 GMT",
    "Thu, 01 Jan 1970 00:00:00 GMT",
    "Thu, 29 Feb 2024 12:00:00 GMT",
    "Mon, 01 Sep 2025 00:00:00.5 GMT",
    "Mon, 01 Sep 2025 00:00:00.123 GMT",
];

/// Blobs, in base64.
pub(super) const BLOBS: &[&str] = &[
    "",
    "AA==",
    "/+8=",
    "+/+/",
    "aGVsbG8=",
    "77+9",
    "wyg=",
    "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    "DQo=",
    "e30=",
];

/// Documents, as JSON.
pub(super) const DOCUMENTS: &[&str] = &[
    r#"{"a":null,"b":[]}"#,
    "{}",
    "[]",
    "\"\"",
    "false",
    "0",
    "[null,{},[]]",
    "9007199254740993",
    "123456789012345678901234567890",
    r#"{"n":9007199254740993,"m":-123456789012345678901234567890}"#,
    "0.1234567890123456789012345",
    r#"{"__type":"a#B","code":"c","message":"m"}"#,
    r#"{"":"","é":"😀"}"#,
    "[[[[[]]]]]",
    r#"{"SDK_UNKNOWN_MEMBER":{"name":"x"}}"#,
    "\"2025-09-01T00:00:00Z\"",
    "[1,1.5,true,\"x\",null]",
    r#"{"b":1,"a":2}"#,
];

/// Returns the corners of the numbers of a shape.
pub(super) fn numbers(kind: &ShapeKind) -> &'static [&'static str] {
    match kind {
        ShapeKind::Byte => &["0", "127", "-128", "1"],
        ShapeKind::Short => &["0", "32767", "-32768", "1"],
        ShapeKind::Integer => &["0", "2147483647", "-2147483648", "1", "16777217"],
        ShapeKind::IntEnum(_) => &["1", "0", "7", "2147483647"],
        ShapeKind::Long => &[
            "9007199254740993",
            "-9007199254740993",
            "9223372036854775807",
            "-9223372036854775808",
            "0",
            "4294967296",
            "1234567890123456789",
        ],
        ShapeKind::BigInteger => &[
            "9007199254740993",
            "123456789012345678901234567890",
            "-123456789012345678901234567890",
            "0",
            "18446744073709551616",
        ],
        ShapeKind::BigDecimal => &[
            "0.1234567890123456789012345",
            "123456789012345678901234567890.5",
            "-0.1",
            "0",
            "9007199254740993",
            "0.000000000000000000000000000001",
        ],
        ShapeKind::Float => &["0.5", "-0.25", "0", "16777216", "1.5"],
        _ => &["0.1", "-1.5", "0", "1e300", "5e-324", "9007199254740992", "1.7976931348623157e308"],
    }
}

/// How many corners a table of numbers has at most.
pub(super) const MOST_NUMBERS: usize = 7;

/// Returns a list or map with nulls of a sparse shape, made of an element.
pub(super) fn with_nulls(
    model: &Model,
    shape: ShapeRef,
    element: &Json,
    at: usize,
) -> Option<Json> {
    let value = || element.clone();
    let items = match at % SPARSE {
        0 => vec![value(), Json::Null, value()],
        1 => vec![Json::Null],
        2 => vec![Json::Null, Json::Null, value()],
        _ => vec![value(), Json::Null],
    };
    match model.kind(shape) {
        ShapeKind::List(_) => Some(Json::Array(items)),
        ShapeKind::Map { .. } => {
            let keys = ["a", "b", "c"].into_iter();
            Some(Json::object(keys.zip(items)))
        }
        _ => None,
    }
}

/// How many patterns of nulls there are.
pub(super) const SPARSE: usize = 4;

/// Returns the value of a shape that clients mistake for an absent one.
pub(super) fn zero(kind: &ShapeKind) -> Json {
    match kind {
        ShapeKind::Boolean => Json::Bool(false),
        _ => number("0"),
    }
}
