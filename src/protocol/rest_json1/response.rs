//! Responses of a success: writes and reads what is bound to their parts. A member that is bound to the status or a
//! header field will be written and read here.

use crate::contract::Contract;
use crate::http::{Headers, Response};
use crate::json::Json;
use crate::model::BodyBinding;
use crate::protocol::format::json::{EncodeError, MEDIA_TYPE, Role, decode, encode};
use crate::protocol::parts::ResponseParts;
use crate::protocol::reading::{BodyReading, ResponseReading, SuccessReading};

use super::error::read_error;

/// Returns the response that carries `output`.
///
/// An operation that declares no output is answered without a body. One that declares a structure with nothing bound to
/// the body is answered by `{}`. Sources: Smithy's protocol tests `RestJsonUnitInputAndOutputNoOutput` ("the service
/// will respond with an empty payload") and `RestJsonNoInputAndOutputWithJson` ("Operations that define output and do
/// not bind anything to the payload return a JSON object in the response").
pub(super) fn write(contract: &Contract, output: &Json) -> Result<ResponseParts, EncodeError> {
    let bindings = &contract.bindings().output;
    let body = encode(contract.model(), bindings.shape(), output)?;
    let (headers, body) = if bindings.is_unit() {
        (Headers::new(), None)
    } else {
        ([("Content-Type", MEDIA_TYPE)].into_iter().collect(), Some(body.into_bytes()))
    };
    Ok(ResponseParts { status: contract.operation().http().code, headers, body })
}

/// Returns what a client reads out of `response`.
pub(super) fn read<'t, 'm>(
    contract: &'m Contract,
    response: &'t Response,
) -> ResponseReading<'t, 'm> {
    if !response.is_success() {
        return ResponseReading::Error(Box::new(read_error(&contract.operation(), response)));
    }
    let bindings = &contract.bindings().output;
    let bytes: &[u8] = if response.body.is_empty() { b"{}" } else { &response.body };
    let shape = bindings.body_shape(contract.model());
    match decode(contract.model(), shape, Role::Client, bytes) {
        Ok(decoded) => {
            let body = match bindings.body() {
                BodyBinding::Nothing => BodyReading::Nothing(decoded),
                // The contract refuses a payload until its binding comes.
                BodyBinding::Members | BodyBinding::Payload(_) => BodyReading::Members(decoded),
            };
            let (status, fields) = (response.status, &response.headers);
            ResponseReading::Success(SuccessReading { status, fields, body })
        }
        Err(fault) => ResponseReading::NotJson(fault),
    }
}
