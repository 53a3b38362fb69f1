//! Scalars as text: in labels, in the query and in header fields.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::{Json, Number};
use crate::model::{Member, Model, ShapeKind, TimestampFormat};

use super::check;
use super::moment::{self, Moment};

/// The part of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A label or a parameter of the query.
    Uri,
    /// A header field.
    Field,
}

impl Part {
    fn timestamp_format(self) -> TimestampFormat {
        match self {
            Self::Uri => TimestampFormat::DateTime,
            Self::Field => TimestampFormat::HttpDate,
        }
    }
}

/// Returns the format of a member's timestamps in a part of a message.
pub(super) fn timestamp_format(model: &Model, member: &Member, part: Part) -> TimestampFormat {
    moment::format_of(model, member, part.timestamp_format())
}

/// Reports whether the strings of the member are in base64: those with a media type in a field.
fn is_coded(model: &Model, member: &Member, part: Part) -> bool {
    let of_shape = &model.shape(member.target).traits.media_type;
    part == Part::Field && (member.traits.media_type.is_some() || of_shape.is_some())
}

/// Returns the text of a valid scalar.
pub(super) fn write(model: &Model, member: &Member, value: &Json, part: Part) -> Option<String> {
    Some(match (model.kind(member.target), value) {
        (ShapeKind::Timestamp, Json::Number(number)) => {
            Moment::of_number(number)?.to_text(timestamp_format(model, member, part))
        }
        (ShapeKind::String | ShapeKind::Enum(_), Json::String(text)) => {
            if is_coded(model, member, part) { STANDARD.encode(text) } else { text.clone() }
        }
        (_, Json::String(text)) => text.clone(),
        (_, Json::Number(number)) => number.to_string(),
        (_, Json::Bool(value)) => value.to_string(),
        _ => return None,
    })
}

/// Returns the scalar that a text says; `None` if it says none of the member's shape.
pub(super) fn read(model: &Model, member: &Member, text: &str, part: Part) -> Option<Json> {
    let kind = model.kind(member.target);
    let number = || Number::parse(text).map(Json::Number);
    match kind {
        ShapeKind::String | ShapeKind::Enum(_) if is_coded(model, member, part) => {
            String::from_utf8(STANDARD.decode(text).ok()?).ok().map(Json::String)
        }
        ShapeKind::String | ShapeKind::Enum(_) => Some(Json::from(text)),
        ShapeKind::Boolean => match text {
            "true" => Some(Json::Bool(true)),
            "false" => Some(Json::Bool(false)),
            _ => None,
        },
        ShapeKind::Timestamp => {
            let moment = Moment::of_text(text, timestamp_format(model, member, part))?;
            Number::parse(&moment.to_number()).map(Json::Number)
        }
        ShapeKind::Float | ShapeKind::Double if check::NON_FINITE.contains(&text) => {
            Some(Json::from(text))
        }
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => number(),
        _ => number().filter(|value| check::is_scalar(kind, value)),
    }
}
