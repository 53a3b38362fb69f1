//! Error responses: which error one names, and what it says.
//!
//! Source: Smithy 2.0, AWS restJson1, "Operation error serialization": the type of an error is told by the header field
//! `X-Amzn-Errortype`, else by the body's `code`, else by its `__type`.

use std::borrow::Cow;

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::{Json, SyntaxError};
use crate::model::{Bindings, Operation, ShapeRef};
use crate::protocol::error_reading::{ErrorReading, ErrorSource};
use crate::protocol::format::json::{EncodeError, MEDIA_TYPE, Role, decode, validate, write_valid};
use crate::protocol::parts::ResponseParts;

use super::code::{ERROR_TYPE_HEADER, resolve_code};
use super::error_body::read_body;
use super::{field, outside};

/// Returns the response that carries `value` and names the error in the header field.
///
/// The body is an object even if no member is set: Smithy's protocol test `RestJsonComplexErrorWithNoMessage`.
pub(super) fn write(
    contract: &Contract,
    error: ShapeRef,
    value: &Json,
) -> Result<ResponseParts, EncodeError> {
    let model = contract.model();
    let faults = validate(model, error, value);
    if !faults.is_empty() {
        return Err(EncodeError { faults });
    }
    let shape = model.shape(error);
    let mut headers = Headers::new();
    // A shape that is no error of the operation has its members in the body.
    let bindings = contract.bindings().error(error);
    let body_shape = bindings.map_or(error, Bindings::body_shape);
    if let Some(bindings) = bindings {
        field::write(model, bindings.bound(model), value, &mut headers);
    }
    headers.push("Content-Type", MEDIA_TYPE);
    headers.push(ERROR_TYPE_HEADER, shape.id.name());
    Ok(ResponseParts {
        // A shape that is not an error has no status; the caller gets one that is an error's all the same.
        status: shape.error_status().unwrap_or(500),
        headers,
        body: Some(write_valid(model, body_shape, None, value).into_bytes()),
    })
}

/// Reads an error response.
///
/// ```
/// use wireproof::contract::Contract;
/// use wireproof::http::Answer;
/// use wireproof::protocol::{ErrorSource, read_error};
///
/// let contract = Contract::default();
/// let response = Answer::json(400, r#"{"code":"ConflictException","message":"m"}"#).response();
/// let reading = read_error(&contract.operation(), &response);
/// assert_eq!((reading.source, reading.modeled), (Some(ErrorSource::Code), true));
/// ```
pub fn read_error<'t>(operation: &Operation<'_>, response: &'t Response) -> ErrorReading<'t> {
    let mut reading = read_body(&response.body);
    reading.status = response.status;
    reading.headers = response
        .headers
        .all(ERROR_TYPE_HEADER)
        .map(|header| String::from_utf8_lossy(&header.value))
        .collect();
    let told = [
        (ErrorSource::Header, reading.headers.first()),
        (ErrorSource::Code, reading.body_code.last()),
        (ErrorSource::Type, reading.body_type.last()),
    ];
    let found = told.into_iter().find_map(|(source, value)| {
        let code = resolved(value?);
        (!code.is_empty()).then_some((source, code))
    });
    if let Some((source, code)) = found {
        reading.modeled = operation.error(&code).is_some();
        reading.source = Some(source);
        reading.code = Some(code);
    }
    reading.message = reading.body_message.last().or(reading.body_capital_message.last()).cloned();
    reading
}

/// Returns the value of an error: its members in header fields and in the body.
pub(super) fn read_value(
    contract: &Contract,
    error: ShapeRef,
    response: &Response,
) -> Result<Json, SyntaxError> {
    let model = contract.model();
    let bindings = contract.bindings().error(error);
    let shape = bindings.map_or(error, Bindings::body_shape);
    let body: &[u8] = if response.body.is_empty() { b"{}" } else { &response.body };
    let decoded = decode(model, shape, Role::Client, body)?;
    let mut members = Vec::new();
    if let Some(bindings) = bindings {
        let bound = outside::read(model, bindings.bound(model), response);
        members.extend(
            bound.into_iter().filter_map(|bound| Some((bound.member.name.clone(), bound.value?))),
        );
    }
    if let Some(Json::Object(inside)) = decoded.value().map(|value| value.to_json(model)) {
        members.extend(inside);
    }
    Ok(Json::Object(members))
}

/// [`resolve_code`], which borrows from the body if the value does.
fn resolved<'t>(value: &Cow<'t, str>) -> Cow<'t, str> {
    match value {
        Cow::Borrowed(value) => Cow::Borrowed(resolve_code(value)),
        Cow::Owned(value) => Cow::Owned(resolve_code(value).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;
    use crate::json::JsonKind;
    use crate::protocol::error_reading::{BodyKind, Field};

    fn read(header: &[&str], body: &str) -> ErrorReading<'static> {
        let mut response = Answer::json(400, body).response();
        for value in header {
            response.headers.push("x-amzn-ErrorType", *value);
        }
        read_error(&Contract::default().operation(), Box::leak(Box::new(response)))
    }

    fn code(header: &[&str], body: &str) -> Option<Cow<'static, str>> {
        read(header, body).code
    }

    #[test]
    fn the_header_then_code_then_type() {
        let both = r#"{"code":"B","__type":"a#C"}"#;
        assert_eq!(code(&["A:x"], both).as_deref(), Some("A"));
        assert_eq!(code(&[], both).as_deref(), Some("B"));
        assert_eq!(code(&[], r#"{"__type":"a#C"}"#).as_deref(), Some("C"));
        assert_eq!(code(&[""], both).as_deref(), Some("B"), "an empty header tells nothing");
        assert_eq!(code(&[], r#"{"code":7,"__type":"C"}"#).as_deref(), Some("C"));
        assert_eq!(code(&[], r#"{"x":{"__type":"C"}}"#), None);
        assert!(read(&[], r#"{"x":[{"__type":"C"}]}"#).nested);
        assert_eq!(code(&["A"], "<html>").as_deref(), Some("A"));
    }

    #[test]
    fn knows_the_errors_of_the_operation() {
        assert!(read(&["ConflictException"], "").modeled);
        assert!(!read(&["TeapotException"], "").modeled);
        assert_eq!(read(&[], r#"{"message":"m","Message":"M"}"#).message.as_deref(), Some("m"));
        assert_eq!(read(&[], r#"{"Message":"M"}"#).message.as_deref(), Some("M"));
        assert_eq!(read(&[], r#"{"message":null}"#).message, None);
        assert!(read(&[], r#"{"Code":"A"}"#).respelled && read(&[], r#"{"MESSAGE":1}"#).respelled);
        assert!(!read(&[], r#"{"code":"A","Message":"m","Type":"T"}"#).respelled);
    }

    #[test]
    fn survives_any_body() {
        assert_eq!(read(&[], "").body, BodyKind::Empty);
        assert!(matches!(read(&[], "<html>").body, BodyKind::NotJson(_)));
        assert!(matches!(read(&[], r#"{"code":"A""#).body, BodyKind::NotJson(_)));
        assert_eq!(code(&[], r#"{"code":"A""#), None, "half a body tells nothing");
        assert_eq!(read(&[], "[]").body, BodyKind::NotObject(JsonKind::Array));
        assert_eq!(read(&[], "{}").body, BodyKind::Object);
        let deep = format!(r#"{{"x":{}{},"code":"A"}}"#, "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(code(&[], &deep).as_deref(), Some("A"));
        assert_eq!(read(&[], &deep).depth, 100_001);
        assert_eq!(read(&[], r#"{"a":"[[\"[[","b":[{}],"c":[]}"#).depth, 3);
        assert_eq!(read(&[], "<style>{[[</style>").depth, 0);
        assert_eq!(
            read(&[], r#"{"code":"A","code":"B"}"#).body_code,
            Field::Repeated(Some("B".into()))
        );
    }
}
