//! The outcome that the oracle itself comes to.

use std::borrow::Cow;

use crate::contract::Contract;
use crate::http::Response;
use crate::json::Json;
use crate::protocol::{self, Reading};

use super::outcome::{Outcome, Stage};

/// Returns what a faithful client shows of `response`.
///
/// The classes of its client errors are the codec's own names for what is wrong, in kebab case.
pub fn oracle_outcome(contract: &Contract, response: &Response) -> Outcome {
    let outcome = outcome_of(contract, response);
    match protocol::request_id(response) {
        Some(id) => outcome.with_request_id(id),
        None => outcome,
    }
}

fn outcome_of(contract: &Contract, response: &Response) -> Outcome {
    if !response.complete {
        let message = "the connection ended before the message did";
        return Outcome::client_error(Stage::Read, "incomplete", message);
    }
    match protocol::read_response(contract, response) {
        Reading::NotJson(fault) => {
            Outcome::client_error(Stage::Deserialize, fault.kind.name(), fault.to_string())
        }
        Reading::Success(success) => match success.body.decoded().refusal() {
            Some(note) => {
                let decoded = success.body.decoded();
                let path = decoded.path(note).under("output");
                let what = decoded.describe(note);
                let message = format!("{path}: {what}, at byte {}", note.offset);
                Outcome::client_error(Stage::Deserialize, note.kind.name(), message)
            }
            None => Outcome::Response {
                http_status: Some(success.status),
                output: success
                    .body
                    .decoded()
                    .value()
                    .map_or(Json::Null, |v| v.to_json(contract.model())),
                request_id: None,
            },
        },
        Reading::Error(error) => Outcome::ServiceError {
            code: error.code.map(Cow::into_owned),
            modeled: error.modeled,
            message: error.message.map(Cow::into_owned),
            http_status: Some(error.status),
            request_id: None,
        },
    }
}
