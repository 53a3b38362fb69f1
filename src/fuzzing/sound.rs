//! The property of any input: it arrives unchanged, or each of its faults is found.

use std::sync::LazyLock;

use crate::contract::Contract;
use crate::exchange::{ClientView, Exchange, Outcome, Stage, oracle_outcome};
use crate::http::{Answer, Headers, Request, Response};
use crate::json::Json;
use crate::protocol::{EncodeError, NoteKind, RequestParts, validate, write_request};
use crate::value::{WTF8_KEY, diff};

use super::contracts::contracts;
use super::judged::{Jury, acquitted, judged, signed};
use super::strict;
use super::target::Checked;

/// A part of the property of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// The codec writes and reads it, or refuses it with all its faults.
    Codec,
    /// These policies do not accuse a client that sends it or refuses it.
    Policies(Jury),
}

/// Checks the whole property of an input, whether it is valid or not.
pub(super) fn sound_by(contract: &Contract, input: &Json) -> Checked {
    let plain = Plain::of(contract);
    let check = |part| holds(contract, &plain, input, part);
    check(Part::Codec)?;
    Jury::ALL.into_iter().try_for_each(|jury| check(Part::Policies(jury)))
}

/// Checks a part of the property of an input. `contract` is an index into [`contracts`].
pub(super) fn sound(contract: usize, input: &Json, part: Part) -> Checked {
    static PLAIN: LazyLock<Vec<Plain>> =
        LazyLock::new(|| contracts().iter().map(Plain::of).collect());
    holds(&contracts()[contract], &PLAIN[contract], input, part)
}

/// What a client gets for each input, and what it shows of it.
#[derive(Debug)]
struct Plain {
    response: Response,
    outcome: Outcome,
}

impl Plain {
    fn of(contract: &Contract) -> Self {
        let response = Answer::json(400, "{}").response();
        let outcome = oracle_outcome(contract, &response);
        Self { response, outcome }
    }
}

fn holds(contract: &Contract, plain: &Plain, input: &Json, part: Part) -> Checked {
    let written = write_request(contract, input);
    let jury = match part {
        Part::Codec => return encodes(contract, input, written),
        Part::Policies(jury) => jury,
    };
    let exchange = |request: Option<Request>, outcome| Exchange {
        response: request.as_ref().map(|_| plain.response.clone()),
        requests: request.into_iter().collect(),
        problems: Vec::new(),
        client: Some(ClientView { input: input.clone(), outcome }),
    };
    match written {
        Ok(parts) => {
            // Only policies on requests look at the signature, which costs more than the rest of the request.
            let request = match jury {
                Jury::Sent => signed(contract, &parts),
                _ => parts.to_request("127.0.0.1"),
            };
            acquitted(contract, exchange(Some(request), plain.outcome.clone()), jury)
        }
        Err(_) => {
            let refused = Outcome::client_error(Stage::Validate, "invalid-input", "it has faults");
            acquitted(contract, exchange(None, refused.clone()), jury)?;
            // The policies must also be able to judge a client that sends the invalid input. Any verdict is right.
            let sent = input.to_string();
            let request = Request::new("POST", "/", Headers::new(), sent.as_bytes());
            judged(contract, exchange(Some(request), refused), jury)
        }
    }
}

/// Checks that the encoder and the validator find the same faults, or that the input arrives.
fn encodes(
    contract: &Contract,
    input: &Json,
    written: Result<RequestParts, EncodeError>,
) -> Checked {
    let faults = validate(contract.model(), contract.operation().input(), input);
    match written {
        Err(error) if error.faults == faults && !faults.is_empty() => {
            match error.to_string().is_empty() {
                true => Err("the error has no message".to_owned()),
                false => Ok(()),
            }
        }
        Err(error) => Err(format!("validated: {faults:?}\nencoded: {:?}", error.faults)),
        Ok(_) if !faults.is_empty() => Err(format!("it is sent although it has {faults:?}")),
        Ok(parts) => arrives(contract, input, &parts),
    }
}

/// Checks that a server reads the input from the request.
fn arrives(contract: &Contract, input: &Json, parts: &RequestParts) -> Checked {
    let (model, shape) = (contract.model(), contract.operation().input());
    let body = &String::from_utf8_lossy(parts.body_bytes());
    // A string that is not Unicode text is written with lone surrogates. A reader may refuse them, and ours does.
    if has_wtf8(input) {
        return Ok(());
    }
    if let Some(body_bytes) = parts.body.as_deref().filter(|body| !strict::accepts(body)) {
        let fault = strict::refusal(body_bytes).unwrap_or_default();
        return Err(format!("it is sent as {body}, which is not JSON: {fault}"));
    }
    let request = parts.to_request("127.0.0.1");
    let reading = contract.protocol().read_request(contract, &request).map_err(|fault| {
        format!("it is sent as {body}, which the codec does not read as JSON: {fault}")
    })?;
    let Some(decoded) = reading.body.decoded() else { return Ok(()) };
    let read = decoded.value().map_or(Json::Null, |value| value.to_json(model));
    if let Some(note) = decoded.refusal() {
        let (path, what) = (decoded.path(note), decoded.describe(note));
        return Err(format!("it is sent as {body}, which a server refuses: {path}: {what}"));
    }
    let differences = diff(model, shape, input, &read);
    if !differences.is_empty() {
        return Err(format!("it is sent as {body}, and arrives as {read}: {differences:?}"));
    }
    // A document with duplicate members is written with all of them, and a reader keeps the last one.
    let less = |kind| kind == NoteKind::Duplicate;
    match write_request(contract, &read) {
        Ok(again) if again == *parts || decoded.anatomy().of(less).next().is_some() => Ok(()),
        Ok(again) => Err(format!("it is sent as {body}, and what arrives as {again:?}")),
        Err(error) => Err(format!("what arrives, {read}, cannot be sent: {error}")),
    }
}

/// Reports whether a string in the value is not Unicode text: the value form writes such a one as an object with a special
/// member.
fn has_wtf8(input: &Json) -> bool {
    let mut waiting = vec![input];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Array(items) => waiting.extend(items),
            Json::Object(members) => {
                if members.iter().any(|(name, _)| name.contains(WTF8_KEY)) {
                    return true;
                }
                waiting.extend(members.iter().map(|(_, value)| value));
            }
            Json::String(text) if text.contains(WTF8_KEY) => return true,
            _ => {}
        }
    }
    false
}
