//! Compares two scalars in the value form by their shape.

use crate::json::{Json, Number};
use crate::model::ShapeKind;

/// Returns whether two values of a shape with numbers are the same number. A string that stands for a number
/// counts as that number. `None` if one of them is not a value of the shape.
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

/// Reports whether a double holds all numbers of a shape. They are still compared digit for digit.
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

/// Returns a number, or the digits of one in a string. The value form allows the string if a double would lose
/// digits.
fn digits(value: &Json) -> Option<Number> {
    match value {
        Json::Number(number) => Some(number.clone()),
        Json::String(text) => Number::parse(text),
        _ => None,
    }
}

/// Returns a double. A number that is too large for one becomes the nearest infinity.
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

/// Returns whether two values are the same float, read directly or through a double. A language may do either,
/// and the results differ if a number is close to the middle of two floats. `None` if one of the values is not
/// a float.
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
