//! Kinds of JSON: what a byte begins, and what a shape asks for.

use crate::json::JsonKind;
use crate::model::ShapeKind;

/// Returns what a JSON value of this shape must be, in words.
pub(super) fn wanted(kind: &ShapeKind) -> &'static str {
    match kind {
        ShapeKind::Structure(_) => "an object (a structure)",
        ShapeKind::Union(_) => "an object with one member (a union)",
        ShapeKind::Map { .. } => "an object (a map)",
        ShapeKind::List(_) => "an array (a list)",
        ShapeKind::String | ShapeKind::Enum(_) => "a string",
        ShapeKind::Boolean => "a boolean",
        ShapeKind::Byte => "an integer from -128 to 127",
        ShapeKind::Short => "an integer of 16 bits",
        ShapeKind::Integer | ShapeKind::IntEnum(_) => "an integer of 32 bits",
        ShapeKind::Long => "an integer of 64 bits",
        ShapeKind::BigInteger => "an integer",
        ShapeKind::Float | ShapeKind::Double => {
            "a number, or \"NaN\", \"Infinity\" or \"-Infinity\""
        }
        ShapeKind::BigDecimal => "a number",
        ShapeKind::Blob => "a string of base64",
        ShapeKind::Timestamp => "a timestamp in its format",
        ShapeKind::Document => "any value",
        ShapeKind::Service { .. } | ShapeKind::Operation { .. } | ShapeKind::Resource { .. } => {
            "no value at all"
        }
    }
}

/// Returns the kind of the value that begins with this byte.
pub(in crate::protocol) fn kind_of(byte: u8) -> JsonKind {
    match byte {
        b'{' => JsonKind::Object,
        b'[' => JsonKind::Array,
        b'"' => JsonKind::String,
        b't' | b'f' => JsonKind::Boolean,
        b'n' => JsonKind::Null,
        _ => JsonKind::Number,
    }
}
