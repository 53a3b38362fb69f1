//! A scalar as text: in a label, in the query, in a header field.
//!
//! Source: Smithy 2.0, "HTTP binding traits" ("Serialization rules" of `httpLabel`, `httpQuery` and `httpHeader`), and
//! "mediaType trait": a string with that trait is in base64 in a header field.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::{Json, Number};
use crate::model::{Member, Model, ShapeKind, TimestampFormat};
use crate::protocol::format::json::{Role, integer_fits, is_non_finite};
use crate::value::Timestamp;

/// The part of a message that the text is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Label,
    Query,
    Field,
}

impl Place {
    /// Returns the format of a timestamp if the model does not say it.
    fn timestamp_format(self) -> TimestampFormat {
        match self {
            Self::Label | Self::Query => TimestampFormat::DateTime,
            Self::Field => TimestampFormat::HttpDate,
        }
    }
}

/// Returns the format of a member's timestamps in this place.
pub(super) fn timestamp_format(model: &Model, member: &Member, place: Place) -> TimestampFormat {
    let told = member.traits.timestamp_format;
    let told = told.or(model.shape(member.target).traits.timestamp_format);
    told.unwrap_or(place.timestamp_format())
}

/// Reports whether the strings of a member are in base64 in this place.
fn is_base64(model: &Model, member: &Member, place: Place) -> bool {
    let media_type = &member.traits.media_type;
    place == Place::Field
        && (media_type.is_some() || model.shape(member.target).traits.media_type.is_some())
}

/// Returns the text of a valid scalar in the value form; `None` if it is not text: a string with a lone surrogate.
pub(super) fn write(model: &Model, member: &Member, value: &Json, place: Place) -> Option<String> {
    Some(match (model.kind(member.target), value) {
        (ShapeKind::Timestamp, Json::Number(number)) => {
            let moment = Timestamp::from_epoch_seconds(number)?;
            moment.format(timestamp_format(model, member, place))
        }
        (ShapeKind::String | ShapeKind::Enum(_), Json::String(text))
            if is_base64(model, member, place) =>
        {
            STANDARD.encode(text)
        }
        (_, Json::String(text)) => text.clone(),
        (_, Json::Number(number)) => number.as_str().to_owned(),
        (_, Json::Bool(value)) => value.to_string(),
        _ => return None,
    })
}

/// Returns the scalar that a text says, in the value form; `None` if it says none of the member's shape.
pub(super) fn read(
    model: &Model,
    member: &Member,
    text: &str,
    place: Place,
    role: Role,
) -> Option<Json> {
    let kind = model.kind(member.target);
    match kind {
        ShapeKind::String | ShapeKind::Enum(_) if is_base64(model, member, place) => {
            let bytes = STANDARD.decode(text).ok()?;
            String::from_utf8(bytes).ok().map(Json::String)
        }
        ShapeKind::String | ShapeKind::Enum(_) => Some(Json::from(text)),
        ShapeKind::Boolean => text.parse().ok().map(Json::Bool),
        ShapeKind::Byte
        | ShapeKind::Short
        | ShapeKind::Integer
        | ShapeKind::IntEnum(_)
        | ShapeKind::Long
        | ShapeKind::BigInteger => {
            let number = Number::parse(text).filter(|number| integer_fits(kind, number))?;
            Some(Json::Number(number))
        }
        ShapeKind::Float | ShapeKind::Double if is_non_finite(text) => Some(Json::from(text)),
        ShapeKind::Float | ShapeKind::Double | ShapeKind::BigDecimal => {
            Number::parse(text).map(Json::Number)
        }
        ShapeKind::Timestamp => {
            let moment = match timestamp_format(model, member, place) {
                TimestampFormat::EpochSeconds => {
                    Timestamp::from_epoch_seconds(&Number::parse(text)?)
                }
                // Clients take an offset other than `Z`, servers refuse it: see `Role`.
                TimestampFormat::DateTime
                    if role == Role::Server && !text.ends_with(['Z', 'z']) =>
                {
                    None
                }
                format => Timestamp::parse(text, format),
            };
            moment.map(|moment| Json::Number(moment.to_epoch_seconds()))
        }
        ShapeKind::Blob => STANDARD.decode(text).is_ok().then(|| Json::from(text)),
        _ => None,
    }
}
