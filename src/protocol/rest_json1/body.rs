//! The body of a message: members, one payload, or nothing.
//!
//! Source: Smithy 2.0, "HTTP binding traits" (`httpPayload`), and AWS restJson1, "Content-Type".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::http::Headers;
use crate::json::{Json, SyntaxError};
use crate::model::{Bindings, BodyBinding, Direction, Member, Model, ShapeKind};
use crate::protocol::format::json::{MEDIA_TYPE, Role, decode, write_valid};
use crate::protocol::reading::BodyReading;

/// The body to be sent, with its media type. Both are absent if there is none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) bytes: Option<Vec<u8>>,
    pub(super) media_type: Option<String>,
}

impl Body {
    pub(super) fn json(text: String) -> Self {
        Self { bytes: Some(text.into_bytes()), media_type: Some(MEDIA_TYPE.to_owned()) }
    }

    /// Returns the bytes, and adds the field for their media type, if a member has not set it.
    pub(super) fn into_bytes(self, headers: &mut Headers) -> Option<Vec<u8>> {
        if let Some(media_type) = self.media_type
            && !headers.has("Content-Type")
        {
            headers.push("Content-Type", media_type);
        }
        self.bytes
    }
}

/// Returns the body that carries a valid value.
///
/// In a request, a structure that is the payload is sent also if it is absent, as an empty object: Smithy's protocol test
/// `RestJsonHttpWithEmptyStructurePayload`. In a response it is not: `RestJsonHttpPayloadWithStructureAndEmptyResponseBody`.
/// No other payload is: `RestJsonHttpPayloadWithUnsetUnion`, `RestJsonHttpPayloadTraitsWithNoBlobBody`.
pub(super) fn write(
    model: &Model,
    bindings: &Bindings,
    direction: Direction,
    value: &Json,
) -> Body {
    match bindings.body() {
        BodyBinding::Nothing => Body::default(),
        BodyBinding::Members => Body::json(write_valid(model, bindings.body_shape(), None, value)),
        BodyBinding::Payload(_) => bindings
            .payload(model)
            .map_or_else(Body::default, |member| payload(model, member, direction, value)),
    }
}

/// Returns the body of a response that carries a valid value.
///
/// If the model declares a structure and nothing in it is bound to the body, the body is `{}`. Sources: Smithy's protocol tests
/// `RestJsonNoInputAndOutputWithJson` ("Operations that define output and do not bind anything to the payload return a JSON
/// object in the response") and `RestJsonComplexErrorWithNoMessage`.
pub(super) fn write_response(model: &Model, bindings: &Bindings, value: &Json) -> Body {
    match bindings.body() {
        BodyBinding::Nothing if !bindings.is_unit() => Body::json("{}".to_owned()),
        _ => write(model, bindings, Direction::Response, value),
    }
}

fn payload(model: &Model, member: &Member, direction: Direction, value: &Json) -> Body {
    let target = model.shape(member.target);
    let raw = |bytes: Vec<u8>, default: &str| {
        let told = member.traits.media_type.as_deref().or(target.traits.media_type.as_deref());
        Body { bytes: Some(bytes), media_type: Some(told.unwrap_or(default).to_owned()) }
    };
    match (&target.kind, value.get(&member.name)) {
        (ShapeKind::Structure(_), None) if direction == Direction::Request => {
            Body::json("{}".to_owned())
        }
        (_, None) => Body::default(),
        (ShapeKind::Blob, Some(Json::String(text))) => {
            raw(STANDARD.decode(text).unwrap_or_default(), "application/octet-stream")
        }
        (ShapeKind::String | ShapeKind::Enum(_), Some(Json::String(text))) => {
            raw(text.clone().into_bytes(), "text/plain")
        }
        (_, Some(value)) => Body::json(write_valid(model, member.target, Some(member), value)),
    }
}

/// Returns what a body says.
///
/// # Errors
///
/// If it must be JSON and is not.
pub(super) fn read<'t, 'm>(
    model: &'m Model,
    bindings: &Bindings,
    role: Role,
    bytes: &'t [u8],
) -> Result<BodyReading<'t, 'm>, SyntaxError> {
    let shape = bindings.body_shape();
    match bindings.body() {
        BodyBinding::Members => {
            // An empty body of a success reads as an empty structure (docs/readings.md#answers). A request has one if members
            // are bound to it.
            let bytes = if role == Role::Client { or_empty(bytes) } else { bytes };
            decode(model, shape, role, bytes).map(BodyReading::Members)
        }
        BodyBinding::Nothing => {
            decode(model, shape, role, or_empty(bytes)).map(BodyReading::Nothing)
        }
        BodyBinding::Payload(index) => Ok(match model.kind(shape) {
            _ if bytes.is_empty() => BodyReading::NoPayload { index },
            ShapeKind::Blob => {
                BodyReading::Raw { index, value: Some(Json::from(STANDARD.encode(bytes))) }
            }
            ShapeKind::String | ShapeKind::Enum(_) => {
                let text = std::str::from_utf8(bytes).ok();
                BodyReading::Raw { index, value: text.map(Json::from) }
            }
            _ => BodyReading::Payload { index, decoded: decode(model, shape, role, bytes)? },
        }),
    }
}

/// Returns the bytes of an empty object in place of no bytes at all.
pub(super) fn or_empty(bytes: &[u8]) -> &[u8] {
    if bytes.is_empty() { b"{}" } else { bytes }
}
