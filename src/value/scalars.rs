//! Whether two scalars in the value form are the same, as their shape sees them.

use crate::json::{Json, Number};
use crate::model::ShapeKind;

/// Returns whether two values are the same number, or string that stands for one, of a shape that has numbers;
/// `None` if one of them is none of its values.
pub(super) fn same_scalar(kind: &ShapeKind, a: &Json, b: &Json) -> Option<bool> {
    match kind {
        ShapeKind::Float => same_float(a, b),
        ShapeKind::Double => {
            let (a, b) = (double(a)?, double(b)?);
            Some(a == b || a.is_nan() && b.is_nan())
        }
        kind if is_large(kind) => Some(digits(a)?.same_value(&digits(b)?)),
        kind if is_number(kind) => match (a, b) {
            (Json::Number(a), Json::Number(b)) => Some(a.same_value(b)),
            _ => None,
        },
        _ => None,
    }
}

/// Reports whether the values of a shape are numbers that a double holds, and are compared digit for digit all
/// the same.
fn is_number(kind: &ShapeKind) -> bool {
    matches!(
        kind,
        ShapeKind::Byte
            | ShapeKind::Short
            | ShapeKind::Integer
            | ShapeKind::IntEnum(_)
            | ShapeKind::Timestamp
    )
}

/// Reports whether a shape has numbers that a double cannot hold.
fn is_large(kind: &ShapeKind) -> bool {
    matches!(kind, ShapeKind::Long | ShapeKind::BigInteger | ShapeKind::BigDecimal)
}

/// Returns a number, or the digits of one in a string, which the value form allows where a double would lose
/// some.
fn digits(value: &Json) -> Option<Number> {
    match value {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => Number::parse(text),
        _ => None,
    }
}

/// Returns a double. A number too large for one is the infinity that it is nearest to.
fn double(value: &Json) -> Option<f64> {
    match value {
        Json::Number(number) => Some(number.to_f64()),
        Json::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            _ => None,
        },
        _ => None,
    }
}

/// Returns whether two values are the same float, read at once or by way of a double: which of the two a
/// language does is its own affair, and they differ where a number lies close to the middle of two
/// floats. `None` if one of them is no float.
fn same_float(a: &Json, b: &Json) -> Option<bool> {
    let (a64, b64) = (double(a)?, double(b)?);
    let at_once = |value: &Json, double: f64| match value {
        Json::Number(number) => number.as_str().parse().unwrap_or(double as f32),
        _ => double as f32,
    };
    let (a32, b32) = (at_once(a, a64), at_once(b, b64));
    let shared = [a32, a64 as f32].iter().any(|a| [b32, b64 as f32].contains(a));
    Some(a64.is_nan() && b64.is_nan() || shared)
}
