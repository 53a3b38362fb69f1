//! Requests: writes and reads what is bound to their parts. A member that is bound to a label, the query or a header
//! field will be written and read here.

use crate::contract::Contract;
use crate::http::{Headers, Request};
use crate::json::{Json, SyntaxError};
use crate::model::BodyBinding;
use crate::protocol::format::json::{EncodeError, MEDIA_TYPE, Role, decode, encode};
use crate::protocol::parts::RequestParts;
use crate::protocol::reading::{BodyReading, RequestReading};

/// Returns the request that carries `input`.
///
/// If nothing is bound to the body there is none, and no Content-Type. Sources: Smithy's protocol tests
/// `RestJsonEmptyInputAndEmptyOutput` ("Clients should not serialize a JSON payload when no parameters are given that
/// are sent in the body") and `RestJsonHttpPostWithNoModeledBody`, which forbids the field. If members are bound to it
/// and none is set, the body is `{}`: `RestJsonHttpWithEmptyBody`.
pub(super) fn write(contract: &Contract, input: &Json) -> Result<RequestParts, EncodeError> {
    let operation = contract.operation();
    let bindings = &contract.bindings().input;
    // An invalid input is refused here, whatever is bound to the body.
    let body = encode(contract.model(), bindings.shape(), input)?;
    let (headers, body) = match bindings.body() {
        BodyBinding::Nothing => (Headers::new(), None),
        // The contract refuses a payload until its binding comes.
        BodyBinding::Members | BodyBinding::Payload(_) => {
            ([("Content-Type", MEDIA_TYPE)].into_iter().collect(), Some(body.into_bytes()))
        }
    };
    let http = operation.http();
    Ok(RequestParts {
        method: http.method.clone(),
        uri: http.uri.clone(),
        headers,
        body,
        host_prefix: operation.shape().traits.host_prefix.clone(),
    })
}

/// Returns what a server reads out of `request`.
pub(super) fn read<'t, 'm>(
    contract: &'m Contract,
    request: &'t Request,
) -> Result<RequestReading<'t, 'm>, SyntaxError> {
    let bindings = &contract.bindings().input;
    let nothing = bindings.body() == BodyBinding::Nothing;
    let bytes: &[u8] = if nothing && request.body.is_empty() { b"{}" } else { &request.body };
    let shape = bindings.body_shape(contract.model());
    let decoded = decode(contract.model(), shape, Role::Server, bytes)?;
    let body = if nothing { BodyReading::Nothing(decoded) } else { BodyReading::Members(decoded) };
    Ok(RequestReading { target: &request.target, fields: &request.headers, body })
}
