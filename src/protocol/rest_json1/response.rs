//! Responses of a success: writes and reads what is bound to their parts.

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::Json;
use crate::protocol::format::json::{EncodeError, Role, validate};
use crate::protocol::parts::ResponseParts;
use crate::protocol::reading::{ResponseReading, SuccessReading};

use super::error::read_error;
use super::{body, field, outside};

/// Returns the response that carries `output`.
///
/// An operation that declares no output is answered without a body. Source: Smithy's protocol test
/// `RestJsonUnitInputAndOutputNoOutput` ("the service will respond with an empty payload").
pub(super) fn write(contract: &Contract, output: &Json) -> Result<ResponseParts, EncodeError> {
    let (model, bindings) = (contract.model(), &contract.bindings().output);
    let faults = validate(model, bindings.shape(), output);
    if !faults.is_empty() {
        return Err(EncodeError { faults });
    }
    let mut headers = Headers::new();
    field::write(model, bindings.bound(model), output, &mut headers);
    let body = body::write_response(model, bindings, output);
    let told = bindings.bound(model).find(|member| outside::is_status(member));
    let told = told.and_then(|member| output.get(&member.name)).and_then(Json::as_u64);
    let status = told.and_then(|status| u16::try_from(status).ok());
    let status = status.unwrap_or(contract.operation().http().code);
    // Such a response has no content (RFC 9110, sections 15.3.5 and 15.3.6). Some models declare the status for an output
    // that has members in the body (quicksight's DeleteSpace): it can be sent only with another status.
    let (status, body) = match (status, body.bytes.as_deref()) {
        (204 | 205, None | Some(b"" | b"{}")) => (status, body::Body::default()),
        (204 | 205, Some(_)) => (200, body),
        _ => (status, body),
    };
    Ok(ResponseParts { status, body: body.into_bytes(&mut headers), headers })
}

/// Returns what a client reads out of `response`.
pub(super) fn read<'t, 'm>(
    contract: &'m Contract,
    response: &'t Response,
) -> ResponseReading<'t, 'm> {
    if !response.is_success() {
        return ResponseReading::Error(Box::new(read_error(&contract.operation(), response)));
    }
    let (model, bindings) = (contract.model(), &contract.bindings().output);
    match body::read(model, bindings, Role::Client, &response.body) {
        Ok(body) => {
            let (status, fields) = (response.status, &response.headers);
            let bound = if bindings.all_in_body() {
                Vec::new()
            } else {
                outside::read(model, bindings.bound(model), response)
            };
            ResponseReading::Success(SuccessReading { status, fields, bound, body })
        }
        Err(fault) => ResponseReading::NotJson(fault),
    }
}
