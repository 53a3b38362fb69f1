//! Checks an input before anything is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::{Json, Number};
use crate::model::{Member, Model, ShapeKind, ShapeRef};

use super::moment::Moment;

/// The strings that stand for the doubles for which JSON has no number.
pub(super) const NON_FINITE: [&str; 3] = ["NaN", "Infinity", "-Infinity"];

/// Checks a value of `shape`. A value nests at most 1,000 levels, so this may call itself.
///
/// # Errors
///
/// The first thing that is wrong, and where.
pub(super) fn check(
    model: &Model,
    shape: ShapeRef,
    value: &Json,
    place: &str,
) -> Result<(), String> {
    let inside = |name: &str| format!("{place}.{name}");
    match (model.kind(shape), value) {
        (ShapeKind::Structure(members), Json::Object(_)) if !is_wtf8(value) => {
            for member in members {
                match value.get(&member.name) {
                    Some(value) => check_member(model, member, value, &inside(&member.name))?,
                    // The client fills in a token itself.
                    None if member.traits.required && !member.traits.idempotency_token => {
                        return Err(format!("{} is required", inside(&member.name)));
                    }
                    None => {}
                }
            }
            let unknown = value.members().iter().find(|(name, _)| members.named(name).is_none());
            unknown.map_or(Ok(()), |(name, _)| Err(format!("there is no {}", inside(name))))
        }
        (ShapeKind::Union(members), Json::Object(_)) => match &value.distinct_members()[..] {
            [(name, value)] => match members.named(name) {
                Some(member) => check_member(model, member, value, &inside(name)),
                None => Err(format!("there is no {}", inside(name))),
            },
            several => Err(format!("{place} must have one member, and has {}", several.len())),
        },
        (ShapeKind::List(member), Json::Array(items)) => {
            let sparse = model.shape(shape).traits.sparse;
            let items = items.iter().enumerate().filter(|(_, item)| !(sparse && item.is_null()));
            items
                .map(|(i, item)| (format!("{place}[{i}]"), item))
                .try_for_each(|(place, item)| check(model, member.target, item, &place))
        }
        (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
            let sparse = model.shape(shape).traits.sparse;
            let entries = entries.iter().filter(|(_, value)| !(sparse && value.is_null()));
            entries
                .map(|(key, value)| (inside(key), value))
                .try_for_each(|(place, value)| check(model, member.target, value, &place))
        }
        (ShapeKind::Document, _) => Ok(()),
        (kind, value) if is_scalar(kind, value) => Ok(()),
        (kind, value) => Err(format!("{place} must be a {}, and is {}", kind.name(), value.kind())),
    }
}

fn check_member(model: &Model, member: &Member, value: &Json, place: &str) -> Result<(), String> {
    match value {
        Json::Null => Err(format!("{place} is null")),
        value => check(model, member.target, value, place),
    }
}

/// Reports whether a value stands for a string that is not Unicode text.
pub(super) fn is_wtf8(value: &Json) -> bool {
    matches!(value.members(), [(key, Json::String(_))] if key == "$wtf8")
}

/// Reports whether a value is one of a simple shape.
pub(super) fn is_scalar(kind: &ShapeKind, value: &Json) -> bool {
    let fits = |number: &Number| {
        let value = number.to_i128();
        let within = |most: i128| value.is_some_and(|value| (-most - 1..=most).contains(&value));
        match kind {
            ShapeKind::Byte => within(i8::MAX.into()),
            ShapeKind::Short => within(i16::MAX.into()),
            ShapeKind::Integer | ShapeKind::IntEnum(_) => within(i32::MAX.into()),
            ShapeKind::Long => within(i64::MAX.into()),
            ShapeKind::BigInteger => number.is_integral(),
            ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => true,
            ShapeKind::Timestamp => Moment::of_number(number).is_some(),
            _ => false,
        }
    };
    match (kind, value) {
        (ShapeKind::String | ShapeKind::Enum(_), Json::String(_)) => true,
        (ShapeKind::Boolean, Json::Bool(_)) => true,
        (ShapeKind::Blob, Json::String(text)) => STANDARD.decode(text).is_ok(),
        (ShapeKind::Float | ShapeKind::Double, Json::String(text)) => {
            NON_FINITE.contains(&text.as_str())
        }
        (ShapeKind::Long | ShapeKind::BigInteger | ShapeKind::BigDecimal, Json::String(text)) => {
            Number::parse(text).is_some_and(|number| fits(&number))
        }
        (_, Json::Number(number)) => fits(number),
        _ => false,
    }
}
