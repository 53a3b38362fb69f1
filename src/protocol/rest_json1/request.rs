//! Requests: writes and reads what is bound to their parts.

use crate::contract::Contract;
use crate::http::{Headers, Request, is_token};
use crate::json::{Json, Path, SyntaxError};
use crate::model::{Binding, Direction, Member, Model};
use crate::protocol::bound::BoundMember;
use crate::protocol::format::json::{EncodeError, InputFault, InputFaultKind, Role, validate};
use crate::protocol::parts::RequestParts;
use crate::protocol::reading::RequestReading;

use super::text::{self, Place};
use super::{body, encoding, field, host, label, query};

/// Returns the request that carries `input`.
///
/// If nothing is bound to the body there is none, and no Content-Type. Sources: Smithy's protocol tests
/// `RestJsonEmptyInputAndEmptyOutput` ("Clients should not serialize a JSON payload when no parameters are given that
/// are sent in the body") and `RestJsonHttpPostWithNoModeledBody`, which forbids the field. If members are bound to it
/// and none is set, the body is `{}`: `RestJsonHttpWithEmptyBody`.
pub(super) fn write(contract: &Contract, input: &Json) -> Result<RequestParts, EncodeError> {
    let (model, operation) = (contract.model(), contract.operation());
    let bindings = &contract.bindings().input;
    let mut faults = validate(model, bindings.shape(), input);
    if faults.is_empty() {
        faults = unwritable(model, bindings.bound(model), input);
        faults.extend(host::faults(contract, input));
    }
    if !faults.is_empty() {
        return Err(EncodeError { faults });
    }
    let http = operation.http();
    let (path, constant) = http.uri.split_once('?').unwrap_or((&http.uri, ""));
    let members = model.members(bindings.shape());
    let mut uri = label::write(model, members, path, input);
    let query = query::write(model, constant, bindings.bound(model), input);
    if !query.is_empty() {
        uri.extend(["?", &query]);
    }
    let mut headers = Headers::new();
    field::write(model, bindings.bound(model), input, &mut headers);
    let traits = &operation.shape().traits;
    let body = body::write(model, bindings, Direction::Request, input).into_bytes(&mut headers);
    let body = body.map(|body| encoding::compress(traits, body, &mut headers));
    if let Some(body) = &body {
        encoding::add_checksum(traits, body, &mut headers);
    }
    let host_prefix = host::write(contract, input);
    Ok(RequestParts { method: http.method.clone(), uri, headers, body, host_prefix })
}

/// Returns the faults of a valid input that its places in the message cannot carry: a label without text, and control
/// characters, which no header field can have.
///
/// Sources: Smithy 2.0, `httpLabel`; RFC 9110, section 5.5.
fn unwritable<'m>(
    model: &'m Model,
    bound: impl Iterator<Item = &'m Member>,
    input: &Json,
) -> Vec<InputFault> {
    let mut faults = Vec::new();
    for member in bound {
        let path = Path::default().member(&member.name);
        let value = input.get(&member.name);
        match &member.traits.binding {
            Binding::Label => {
                let text = value.and_then(|value| text::write(model, member, value, Place::Label));
                if text.is_none_or(|text| text.is_empty()) {
                    faults.push(InputFault { path, kind: InputFaultKind::EmptyLabel });
                }
            }
            Binding::Header(_) | Binding::PrefixHeaders(_) => {
                let broken =
                    |text: &str| text.contains(|c: char| c.is_ascii_control() && c != '\t');
                // Base64 has no such characters.
                let coded = member.traits.media_type.is_some()
                    || model.shape(member.target).traits.media_type.is_some();
                // The key of an entry becomes a part of the name of a field.
                let misnamed = match (&member.traits.binding, value) {
                    (Binding::PrefixHeaders(prefix), Some(Json::Object(entries))) => {
                        entries.iter().any(|(key, _)| !is_token(&format!("{prefix}{key}")))
                    }
                    _ => false,
                };
                if misnamed || value.is_some_and(|value| !coded && any_string(value, &broken)) {
                    faults.push(InputFault { path, kind: InputFaultKind::NotFieldText });
                }
            }
            _ => {}
        }
    }
    faults
}

/// Reports whether a string in the value, or the name of an entry, fulfils a condition. Such values nest two levels at most.
fn any_string(value: &Json, holds: &impl Fn(&str) -> bool) -> bool {
    match value {
        Json::String(text) => holds(text),
        Json::Array(values) => values.iter().any(|value| any_string(value, holds)),
        Json::Object(members) => {
            members.iter().any(|(name, value)| holds(name) || any_string(value, holds))
        }
        _ => false,
    }
}

/// Returns what a server reads out of `request`.
pub(super) fn read<'t, 'm>(
    contract: &'m Contract,
    request: &'t Request,
) -> Result<RequestReading<'t, 'm>, SyntaxError> {
    read_with(contract, request, outside(contract, request))
}

/// Returns what a server reads out of `request`, of which the members outside the body are read.
pub(super) fn read_with<'t, 'm>(
    contract: &'m Contract,
    request: &'t Request,
    bound: Vec<BoundMember<'m>>,
) -> Result<RequestReading<'t, 'm>, SyntaxError> {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    let body = body::read(model, bindings, Role::Server, &request.body)?;
    Ok(RequestReading { target: &request.target, fields: &request.headers, bound, body })
}

/// Returns the members that travel outside the body.
pub(super) fn outside<'m>(contract: &'m Contract, request: &Request) -> Vec<BoundMember<'m>> {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    let bound = || bindings.bound(model);
    if bound().next().is_none() {
        return Vec::new();
    }
    let mut values = field::read(model, bound(), Role::Server, &request.headers);
    let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
    values.extend(query::read(model, bound(), query));
    let pattern = &contract.operation().http().uri;
    let pattern = pattern.split_once('?').map_or(pattern.as_str(), |(path, _)| path);
    let labels = label::read(pattern, path).unwrap_or_default();
    for member in bound().filter(|member| member.traits.binding == Binding::Label) {
        let told = labels.iter().find(|(label, _)| *label == member.name);
        if let Some((_, told)) = told {
            values.push((member, text::read(model, member, told, Place::Label, Role::Server)));
        }
    }
    values.into_iter().map(|(member, value)| BoundMember { member, value }).collect()
}
