//! The outcome that the oracle itself comes to.

use crate::contract::Contract;
use crate::http::Response;
use crate::json::Json;
use crate::model::Member;
use crate::protocol::{self, Decoded, ErrorReading, Note, Reading, SuccessReading};

use super::outcome::{Outcome, Stage};

/// Returns what a faithful client shows of `response`.
///
/// The classes of its client errors are the codec's own names for what is wrong, in kebab case.
pub fn oracle_outcome(contract: &Contract, response: &Response) -> Outcome {
    match response.complete {
        true => outcome_of(contract, response, &protocol::read_response(contract, response)),
        false => {
            let message = "the connection ended before the message did";
            with_id(response, Outcome::client_error(Stage::Read, "incomplete", message))
        }
    }
}

/// Returns the first reason to refuse a success.
fn refusal<'s>(success: &'s SuccessReading<'_, '_>) -> Option<(&'s Decoded<'s, 's>, &'s Note)> {
    let decoded = success.body.decoded()?;
    Some((decoded, decoded.refusal()?))
}

/// Returns what a faithful client shows of a whole response, by the oracle's reading of it.
pub(crate) fn outcome_of(
    contract: &Contract,
    response: &Response,
    reading: &Reading<'_, '_>,
) -> Outcome {
    let outcome = match reading {
        Reading::NotJson(fault) => {
            Outcome::client_error(Stage::Deserialize, fault.kind.name(), fault.to_string())
        }
        Reading::Success(success) => match refusal(success) {
            Some((decoded, note)) => {
                let path = decoded.path(note).under("output");
                let what = decoded.describe(note);
                let message = format!("{path}: {what}, at byte {}", note.offset);
                Outcome::client_error(Stage::Deserialize, note.kind.name(), message)
            }
            None => Outcome::Response {
                http_status: Some(success.status),
                output: success.output(contract),
                request_id: None,
            },
        },
        Reading::Error(error) => Outcome::ServiceError {
            code: error.code.as_deref().map(str::to_owned),
            modeled: error.modeled,
            message: error.message.as_deref().map(str::to_owned),
            http_status: Some(error.status),
            request_id: None,
            error: error_members(contract, response, error),
        },
    };
    with_id(response, outcome)
}

/// Returns the members of a modeled error, if its structure has more than a message and the response can be read by it.
pub(crate) fn error_members(
    contract: &Contract,
    response: &Response,
    error: &ErrorReading<'_>,
) -> Option<Json> {
    let code = error.code.as_deref().filter(|_| error.modeled)?;
    let id = &contract.operation().error(code)?.id;
    let shape = contract.model().find(id)?;
    let more = |member: &Member| !member.name.eq_ignore_ascii_case("message");
    if !contract.model().members(shape).iter().any(more) {
        return None;
    }
    contract.protocol().read_error_value(contract, shape, response).ok()
}

fn with_id(response: &Response, outcome: Outcome) -> Outcome {
    match protocol::request_id(response) {
        Some(id) => outcome.with_request_id(id),
        None => outcome,
    }
}
