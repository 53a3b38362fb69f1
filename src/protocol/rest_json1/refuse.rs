//! Requests that a server refuses, and the responses to them.
//!
//! Sources: Smithy's `httpMalformedRequestTests` for restJson1; Smithy 2.0, AWS restJson1.

use std::collections::HashSet;

use crate::contract::Contract;
use crate::http::{Headers, Request};
use crate::json::Json;
use crate::model::Binding;
use crate::protocol::constraints::violations;
use crate::protocol::fill::{Filler, with_defaults};
use crate::protocol::format::json::MEDIA_TYPE;
use crate::protocol::parts::ResponseParts;
use crate::protocol::reading::BodyReading;
use crate::protocol::refusal::{Refusal, RefusalKind};

use super::code::ERROR_TYPE_HEADER;
use super::media::{self, Expected};
use super::{encoding, label, query, request};

/// Returns the input that a server must act on, or the first reason to refuse the request.
pub(super) fn accept(contract: &Contract, request: &Request) -> Result<Json, Refusal> {
    let refusal = unknown(contract, request)
        .or_else(|| unsupported(contract, request))
        .or_else(|| not_acceptable(contract, request));
    refusal.map_or_else(|| input(contract, request), Err)
}

/// Refuses a request whose method, path or constant query is not the operation's.
fn unknown(contract: &Contract, request: &Request) -> Option<Refusal> {
    let http = contract.operation().http();
    let message = || format!("{} {} expected", http.method, http.uri);
    let known = is_for(contract, request);
    (!known).then(|| Refusal::new(RefusalKind::UnknownOperation, message()))
}

/// Reports whether the method, the path and the constant query of a request are the operation's.
pub(super) fn is_for(contract: &Contract, request: &Request) -> bool {
    let http = contract.operation().http();
    if request.method != http.method {
        return false;
    }
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    let (pattern, constant) = http.uri.split_once('?').unwrap_or((&http.uri, ""));
    let plain = |(name, value): (_, Option<_>)| (name, value.unwrap_or_default());
    if !label::read(pattern, path).is_some_and(|l| l.iter().all(|(_, text)| !text.is_empty())) {
        return false;
    }
    let found: HashSet<(&str, &str)> = query::parameters(query).map(plain).collect();
    query::parameters(constant).map(plain).all(|wanted| found.contains(&wanted))
}

/// Refuses a body of another media type. A request without a body has none, whatever its field says.
fn unsupported(contract: &Contract, request: &Request) -> Option<Refusal> {
    let found = media::content_type(&request.headers);
    let wanted = match media::expected(contract.model(), &contract.bindings().input) {
        _ if request.body.is_empty() => return None,
        Expected::Any => return None,
        Expected::NoBody => {
            // A structure without members may come as a JSON object: `RestJsonEmptyInputAndEmptyOutputWithJson`. Members that
            // travel elsewhere, and no input at all, may not: `RestJsonWithoutBodyEmptyInputExpectsEmptyContentType`,
            // `RestJsonWithoutBodyExpectsEmptyContentType`.
            let bindings = &contract.bindings().input;
            let empty = bindings.all_in_body() && !bindings.is_unit();
            if found.is_none_or(|found| empty && found.eq_ignore_ascii_case(MEDIA_TYPE)) {
                return None;
            }
            "no body and no Content-Type"
        }
        Expected::Type(wanted) => {
            if found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)) {
                return None;
            }
            wanted
        }
    };
    let message = format!("{wanted} expected");
    Some(Refusal::new(RefusalKind::UnsupportedMediaType, message))
}

/// Refuses a client that takes no response of the operation's media type. If Accept is a member of the input, it is for the
/// operation and not for the protocol.
fn not_acceptable(contract: &Contract, request: &Request) -> Option<Refusal> {
    let (model, bindings) = (contract.model(), contract.bindings());
    let is_accept = |binding: &Binding| binding.is_header("Accept");
    if bindings.input.bound(model).any(|member| is_accept(&member.traits.binding)) {
        return None;
    }
    let answered = match media::expected(model, &bindings.output) {
        Expected::Type(media_type) => media_type,
        Expected::NoBody if !bindings.output.is_unit() => MEDIA_TYPE,
        Expected::NoBody | Expected::Any => return None,
    };
    let refused = !media::accepts(&request.headers, answered);
    let message = || format!("the response is {answered}, which Accept does not allow");
    refused.then(|| Refusal::new(RefusalKind::NotAcceptable, message()))
}

/// Returns the input. Refuses one that is not text of the format, is ill-typed, or does not satisfy a constraint.
fn input(contract: &Contract, request: &Request) -> Result<Json, Refusal> {
    let serialization = |message: String| Err(Refusal::new(RefusalKind::Serialization, message));
    let unpacked = match encoding::remove(&contract.operation().shape().traits, request) {
        Ok(unpacked) => unpacked,
        Err(fault) => return serialization(fault.to_string()),
    };
    let request = unpacked.as_ref().unwrap_or(request);
    // These first, so that a fault of theirs is told whatever the body is.
    let bound = request::outside(contract, request);
    if let Some(wrong) = bound.iter().find(|bound| bound.value.is_none()) {
        let name = &wrong.member.name;
        return serialization(format!("input.{name}: the text is no value of its shape"));
    }
    let reading = match request::read_with(contract, request, bound) {
        Ok(reading) => reading,
        Err(fault) => return serialization(format!("the body is not JSON: {fault}")),
    };
    if let Some(message) = ill_typed(&reading.body) {
        return serialization(message);
    }
    let (model, shape) = (contract.model(), contract.bindings().input.shape());
    let input = with_defaults(model, shape, &reading.input(contract), Filler::Server);
    Refusal::of_violations(violations(model, shape, &input)).map_or(Ok(input), Err)
}

/// Returns what is ill-typed in a body.
fn ill_typed(body: &BodyReading<'_, '_>) -> Option<String> {
    if let BodyReading::Raw { value: None, .. } = body {
        return Some("the body is not UTF-8".to_owned());
    }
    let decoded = body.decoded()?;
    let note = decoded.refusal()?;
    Some(format!("{}: {}", decoded.path(note).under("input"), decoded.describe(note)))
}

/// Returns the response to a refused request. Its body has the message, and the fields that are not valid.
pub(super) fn write(refusal: &Refusal) -> ResponseParts {
    let mut members = vec![("message", Json::from(refusal.message.as_str()))];
    if refusal.kind == RefusalKind::Validation {
        let fields = refusal.violations.iter().map(|violation| {
            Json::object([
                ("message", Json::from(violation.to_string())),
                ("path", Json::from(violation.path.as_str())),
            ])
        });
        members.push(("fieldList", Json::Array(fields.collect())));
    }
    let mut headers = Headers::new();
    headers.push("Content-Type", MEDIA_TYPE);
    headers.push(ERROR_TYPE_HEADER, refusal.kind.code());
    let body = Json::object(members).to_string().into_bytes();
    ResponseParts { status: refusal.kind.status(), headers, body: Some(body) }
}
