//! What a scalar of the wire may be, for each simple shape.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Number;
use crate::model::{Member, Model, ShapeKind, ShapeRef, TimestampFormat};

/// The strings that stand for the doubles that JSON has no number for.
pub(super) const NON_FINITE: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Reports whether `text` is one of these strings.
pub(in crate::protocol) fn is_non_finite(text: &str) -> bool {
    NON_FINITE.contains(&text)
}

/// Reports whether `number` is one of the integers of this shape. `1.0` and `1e0` are the integer 1: JSON does
/// not tell them apart.
pub(in crate::protocol) fn integer_fits(kind: &ShapeKind, number: &Number) -> bool {
    if matches!(kind, ShapeKind::BigInteger) {
        return number.is_integral();
    }
    let Some(value) = number.to_i128() else { return false };
    match kind {
        ShapeKind::Byte => i8::try_from(value).is_ok(),
        ShapeKind::Short => i16::try_from(value).is_ok(),
        // An enum's values are open: a client must take those that it does not know.
        ShapeKind::Integer | ShapeKind::IntEnum(_) => i32::try_from(value).is_ok(),
        ShapeKind::Long => i64::try_from(value).is_ok(),
        _ => false,
    }
}

/// Reports whether `text` is base64 as RFC 4648, section 4, has it, padding included.
pub(super) fn is_base64(text: &str) -> bool {
    STANDARD.decode(text).is_ok()
}

/// Returns the format in which a member's timestamps are written in a JSON body: the member's own, else its
/// target's, else seconds since 1970.
pub(super) fn timestamp_format(
    model: &Model,
    member: Option<&Member>,
    target: ShapeRef,
) -> TimestampFormat {
    member
        .and_then(|member| member.traits.timestamp_format)
        .or(model.shape(target).traits.timestamp_format)
        .unwrap_or(TimestampFormat::EpochSeconds)
}
