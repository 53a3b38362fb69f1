//! Whether a server or a client must refuse a message, and why.

use crate::contract::Contract;
use crate::http::Request;
use crate::json::Json;
use crate::model::{Bindings, ShapeKind};
use crate::protocol::{
    BodyReading, BoundMember, RefusalKind, RequestReading, SuccessReading, validate,
};

/// Returns why a server refuses a request before it looks at constraints; `None` if it does not. Generated values keep few
/// constraints, such as patterns, so they count for nothing here.
pub(super) fn protocol_refusal(contract: &Contract, request: &Request) -> Option<String> {
    let refusal = contract.protocol().refusal(contract, request)?;
    (refusal.kind != RefusalKind::Validation).then_some(refusal.message)
}

/// Returns why the input that a server has read is none; `None` if it is one.
pub(super) fn request_refusal(
    contract: &Contract,
    reading: &RequestReading<'_, '_>,
) -> Option<String> {
    let input = || {
        let input = with_empty_payload(
            contract,
            &contract.bindings().input,
            reading.input(contract),
            &reading.body,
        );
        let faults = validate(contract.model(), contract.operation().input(), &input);
        faults.first().map(ToString::to_string)
    };
    refusal(&reading.bound, &reading.body, "input").or_else(input)
}

/// Returns the value with the payload that an empty body is: no message tells an empty string or blob from an absent one.
pub(super) fn with_empty_payload(
    contract: &Contract,
    bindings: &Bindings,
    value: Json,
    body: &BodyReading<'_, '_>,
) -> Json {
    let BodyReading::NoPayload { .. } = body else { return value };
    let model = contract.model();
    let Some(payload) = bindings.payload(model) else { return value };
    let is_raw = matches!(
        model.kind(payload.target),
        ShapeKind::Blob | ShapeKind::String | ShapeKind::Enum(_)
    );
    match value {
        Json::Object(mut members) if is_raw => {
            members.push((payload.name.clone(), Json::from("")));
            Json::Object(members)
        }
        value => value,
    }
}

/// Returns why a client must refuse a success; `None` if it need not.
pub(super) fn success_refusal(reading: &SuccessReading<'_, '_>) -> Option<String> {
    refusal(&reading.bound, &reading.body, "output")
}

fn refusal(
    bound: &[BoundMember<'_>],
    body: &BodyReading<'_, '_>,
    root: &'static str,
) -> Option<String> {
    if let Some(bound) = bound.iter().find(|bound| bound.value.is_none()) {
        return Some(format!("{root}.{}: ill-typed", bound.member.name));
    }
    if matches!(body, BodyReading::Raw { value: None, .. }) {
        return Some(format!("{root}: the body is not UTF-8"));
    }
    let decoded = body.decoded()?;
    let note = decoded.refusal()?;
    Some(format!("{}: {}", decoded.path(note).under(root), decoded.describe(note)))
}
