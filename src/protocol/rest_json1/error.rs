//! Error responses: which error one names, and what it says.
//!
//! Source: Smithy 2.0, AWS restJson1, "Operation error serialization": the type of an error is told by the header field
//! `X-Amzn-Errortype`, else by the body's `code`, else by its `__type`.

use std::borrow::Cow;

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::{Json, SyntaxError};
use crate::model::{Operation, ShapeRef};
use crate::protocol::error_reading::{ErrorReading, ErrorSource};
use crate::protocol::format::json::{EncodeError, Role, decode, validate, write_valid};
use crate::protocol::parts::ResponseParts;
use crate::protocol::reading::{BodyReading, ErrorMembers};

use super::body::Body;
use super::code::{ERROR_TYPE_HEADER, resolve_code};
use super::error_body::read_body;
use super::{body, field, outside};

/// Returns the response that carries `value` and names the error in the header field.
///
/// The body has the form of that of a success. It is an object even if no member is set, unless a member is the whole body.
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
    let body = match contract.bindings().error(error) {
        Some(bindings) => {
            field::write(model, bindings.bound(model), value, &mut headers);
            body::write_response(model, bindings, value)
        }
        // A shape that is no error of the operation has its members in the body.
        None => Body::json(write_valid(model, error, None, value)),
    };
    let body = body.into_bytes(&mut headers);
    headers.push(ERROR_TYPE_HEADER, shape.id.name());
    Ok(ResponseParts {
        // A shape that is not an error has no status; the caller gets one that is an error's all the same.
        status: shape.error_status().unwrap_or(500),
        headers,
        body,
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

/// Reads the members of an error: those in header fields, and those in the body.
pub(super) fn read_members<'t, 'm>(
    contract: &'m Contract,
    error: ShapeRef,
    response: &'t Response,
) -> Result<ErrorMembers<'t, 'm>, SyntaxError> {
    let model = contract.model();
    let (bound, body) = match contract.bindings().error(error) {
        Some(bindings) => (
            outside::read(model, bindings.bound(model), response),
            body::read(model, bindings, Role::Client, &response.body)?,
        ),
        // A shape that is no error of the operation has its members in the body.
        None => {
            let body = body::or_empty(&response.body);
            (Vec::new(), BodyReading::Members(decode(model, error, Role::Client, body)?))
        }
    };
    Ok(ErrorMembers { error, bound, body })
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

    #[test]
    fn a_member_that_is_the_body_or_its_type_is_written_and_read_as_in_a_success() {
        let contract = |target: &str, binding: &str| {
            let model = r##"{"smithy":"2.0","shapes":{
                "a#Op":{"type":"operation","errors":[{"target":"a#Oops"}],"traits":{
                    "smithy.api#http":{"method":"POST","uri":"/"}}},
                "a#Detail":{"type":"structure","members":{"Why":{"target":"smithy.api#String"}}},
                "a#Oops":{"type":"structure","traits":{"smithy.api#error":"client"},"members":{
                    "Kind":{"target":"smithy.api#String","traits":{"smithy.api#httpHeader":"Content-Type"}},
                    "Detail":{"target":"TARGET","traits":{BINDING}}}}}}"##;
            let model = model.replace("TARGET", target).replace("BINDING", binding);
            Contract::from_smithy(&model, None).expect("a contract")
        };
        let payload = r#""smithy.api#httpPayload":{}"#;
        for (contract, value, body) in [
            (
                contract("a#Detail", payload),
                r#"{"Kind":"a/b","Detail":{"Why":"w"}}"#,
                r#"{"Why":"w"}"#,
            ),
            (contract("smithy.api#String", payload), r#"{"Kind":"text/x","Detail":"é"}"#, "é"),
            (contract("smithy.api#Blob", payload), r#"{"Kind":"a/b","Detail":"e30="}"#, "{}"),
            (contract("a#Detail", ""), r#"{"Kind":"a/b","Detail":{}}"#, r#"{"Detail":{}}"#),
        ] {
            let error = contract.operation().error_shapes()[0];
            let value = Json::parse(value).expect("JSON");
            let parts = write(&contract, error, &value).expect("a valid value");
            assert_eq!(parts.body.as_deref(), Some(body.as_bytes()));
            let kinds: Vec<_> =
                parts.headers.all("Content-Type").map(|field| field.text()).collect();
            assert_eq!(kinds, [value.get("Kind").and_then(Json::as_str)]);
            let response = parts.into_answer().response();
            let read = read_members(&contract, error, &response).expect("a body of its type");
            assert_eq!(read.value(&contract), value);
        }
    }
}
