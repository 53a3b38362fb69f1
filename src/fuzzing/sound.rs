//! The property of any input: it arrives unchanged, or each of its faults is found.

use crate::contract::Contract;
use crate::exchange::{ClientView, Exchange, Outcome, Stage, oracle_outcome};
use crate::http::{Answer, Headers, Request};
use crate::json::Json;
use crate::protocol::{NoteKind, RequestParts, validate, write_request};
use crate::value::{WTF8_KEY, diff};

use super::judged::{acquitted, judged, signed};
use super::strict;
use super::target::Checked;

/// Checks the property of an input, whether it is valid or not.
pub(super) fn sound(contract: &Contract, input: &Json) -> Checked {
    let (model, shape) = (contract.model(), contract.operation().input());
    let faults = validate(model, shape, input);
    let exchange = |requests: Vec<Request>, outcome| Exchange {
        response: Answer::json(400, "{}").response_to(&requests),
        requests,
        problems: Vec::new(),
        client: Some(ClientView { input: input.clone(), outcome }),
    };
    match write_request(contract, input) {
        Err(error) if error.faults == faults && !faults.is_empty() => {
            let words = error.to_string();
            let refused = Outcome::client_error(Stage::Validate, "invalid-input", words);
            acquitted(contract, exchange(Vec::new(), refused.clone()), |_| true)?;
            // The policies must also be able to judge a client that sends the invalid input. Any verdict is right.
            let sent = input.to_string();
            let request = Request::new("POST", "/", Headers::new(), sent.as_bytes());
            judged(contract, exchange(vec![request], refused))
        }
        Err(error) => Err(format!("validated: {faults:?}\nencoded: {:?}", error.faults)),
        Ok(_) if !faults.is_empty() => Err(format!("it is sent although it has {faults:?}")),
        Ok(parts) => {
            arrives(contract, input, &parts)?;
            let outcome = oracle_outcome(contract, &Answer::json(400, "{}").response());
            let request = signed(contract, &parts);
            acquitted(contract, exchange(vec![request], outcome), |_| true)
        }
    }
}

/// Checks that a server reads the input from the request.
fn arrives(contract: &Contract, input: &Json, parts: &RequestParts) -> Checked {
    let (model, shape) = (contract.model(), contract.operation().input());
    let body = &String::from_utf8_lossy(parts.body_bytes());
    // A string that is not Unicode text is written with lone surrogates. A reader may refuse them, and ours does.
    if input.to_string().contains(WTF8_KEY) {
        return Ok(());
    }
    if let Some(fault) = parts.body.as_deref().and_then(strict::refusal) {
        return Err(format!("it is sent as {body}, which is not JSON: {fault}"));
    }
    let request = parts.to_request("127.0.0.1");
    let reading = contract.protocol().read_request(contract, &request).map_err(|fault| {
        format!("it is sent as {body}, which the codec does not read as JSON: {fault}")
    })?;
    let decoded = reading.body.decoded();
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
