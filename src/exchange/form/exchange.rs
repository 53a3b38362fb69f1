//! The JSON form of exchanges, as reports and replay files have them: bytes in base64, the rest as it is.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::exchange::normalized::NormalizedOutcome;
use crate::exchange::outcome::Outcome;
use crate::exchange::session::Exchange;
use crate::http::Response;
use crate::json::Json;
use crate::model::TimestampFormat;
use crate::value::Timestamp;

use super::fields::{any_if_some, base64_text, outcome_if_some};
use super::write::to_json;

/// How many bytes of the beginning, and of the end, of a long message a report shows: 64 KiB.
const SHOWN: usize = 64 * 1024;

/// How many bytes a message has at most for a report to show it whole: 128 KiB.
pub(crate) const LONG: usize = 2 * SHOWN;

/// An exchange, to the byte.
///
/// A message of more than 128 KiB is shown by its beginning and its end, and an outcome of more than 1 MiB
/// [normalized](NormalizedOutcome): a testee may send megabytes in every call, and a report has many.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedExchange {
    /// The input of the call, if a client is judged.
    #[serde(with = "any_if_some", default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Json>,
    /// The requests that were sent.
    pub requests: Vec<SavedRequest>,
    /// Bytes that were sent and are not a request.
    pub problems: Vec<SavedProblem>,
    /// The response that they got.
    pub response: Option<SavedResponse>,
    /// What the user of the client saw, if a client is judged.
    #[serde(with = "outcome_if_some", default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// A request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedRequest {
    #[serde(skip_deserializing)]
    method: String,
    #[serde(skip_deserializing)]
    uri: String,
    /// Whether it came to its end as its framing told it.
    #[serde(default = "whole")]
    pub complete: bool,
    /// When it had arrived, in UTC, if that is known.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    arrived: Option<String>,
    /// The URL of the endpoint that the client was told, if that is known.
    #[serde(skip_deserializing, skip_serializing_if = "Option::is_none")]
    endpoint: Option<String>,
    /// Its bytes; of a long one the first 64 KiB.
    #[serde(rename = "base64", with = "base64_text")]
    pub bytes: Vec<u8>,
    #[serde(flatten, skip_deserializing)]
    rest: Option<Rest>,
}

/// A report of an earlier version does not say that a request is whole.
fn whole() -> bool {
    true
}

/// Bytes that are not a request.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedProblem {
    /// Why.
    pub message: String,
    /// The bytes; of many the first 64 KiB.
    #[serde(rename = "base64", with = "base64_text")]
    pub bytes: Vec<u8>,
    #[serde(flatten, skip_deserializing)]
    rest: Option<Rest>,
}

/// A response.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SavedResponse {
    #[serde(skip_deserializing)]
    status: u16,
    /// Whether the message came to its end.
    pub complete: bool,
    /// What became of the connection: `open`, `closed` or `reset`.
    pub connection: String,
    /// Its bytes, as far as they were sent; of a long one the first 64 KiB.
    #[serde(rename = "base64", with = "base64_text")]
    pub bytes: Vec<u8>,
    #[serde(flatten, skip_deserializing)]
    rest: Option<Rest>,
}

/// What a report shows of a long message beside its beginning.
#[derive(Clone, Debug, Serialize)]
struct Rest {
    base64_end: String,
    bytes: usize,
}

/// Returns the beginning of a message, and the rest of a long one.
fn ends(bytes: &[u8]) -> (Vec<u8>, Option<Rest>) {
    match bytes.len() {
        0..=LONG => (bytes.to_vec(), None),
        length => {
            let base64_end = BASE64.encode(&bytes[length - SHOWN..]);
            (bytes[..SHOWN].to_vec(), Some(Rest { base64_end, bytes: length }))
        }
    }
}

impl SavedExchange {
    /// Returns the exchange as a report shows it.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let requests = exchange.requests.iter().map(|request| {
            let (bytes, rest) = ends(&request.raw);
            let (method, uri) = (request.method.clone(), request.target.clone());
            let arrival = request.arrival.as_ref();
            let arrived = arrival.and_then(|arrival| Timestamp::of_system_time(arrival.time));
            let arrived = arrived.map(|time| time.format(TimestampFormat::DateTime));
            let endpoint = arrival.map(|arrival| arrival.endpoint.clone());
            let complete = request.complete;
            SavedRequest { method, uri, complete, arrived, endpoint, bytes, rest }
        });
        let problems = exchange.problems.iter().map(|(bytes, problem)| {
            let (bytes, rest) = ends(bytes);
            SavedProblem { message: problem.to_string(), bytes, rest }
        });
        let response = |response: &Response| {
            let (bytes, rest) = ends(&response.raw);
            let connection = response.ending.name().to_owned();
            let (status, complete) = (response.status, response.complete);
            SavedResponse { status, complete, connection, bytes, rest }
        };
        Self {
            input: exchange.input().cloned(),
            requests: requests.collect(),
            problems: problems.collect(),
            response: exchange.response.as_ref().map(response),
            outcome: exchange.outcome().map(shown_outcome),
        }
    }
}

impl Exchange {
    /// Returns the exchange as a report shows it.
    pub(crate) fn to_json(&self) -> Json {
        to_json(SavedExchange::of(self))
    }
}

/// Returns the outcome; a large one normalized.
fn shown_outcome(outcome: &Outcome) -> Outcome {
    const LARGE: usize = 1024 * 1024;
    if outcome.to_json().to_string().len() <= LARGE {
        outcome.clone()
    } else {
        NormalizedOutcome::of(outcome).outcome().clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::ClientView;
    use crate::http::Request;

    #[test]
    fn of_a_long_message_a_report_shows_the_ends() {
        let exchange = |length: usize, output: String| {
            let mut request = Request::parse(b"POST / HTTP/1.1\r\n\r\n").expect("one");
            request.raw = (0..length).map(|at| (at % 251) as u8).collect();
            Exchange {
                requests: vec![request],
                problems: Vec::new(),
                response: None,
                client: Some(ClientView {
                    input: Json::Null,
                    outcome: Outcome::Response {
                        http_status: Some(200),
                        output: output.into(),
                        request_id: None,
                    },
                }),
            }
        };
        let bytes = |request: &Json, name: &str| BASE64.decode(request.get(name)?.as_str()?).ok();
        let whole = exchange(LONG, String::new());
        let shown = whole.to_json();
        let request = &shown.get("requests").and_then(Json::as_array).expect("one")[0];
        assert_eq!(bytes(request, "base64").as_deref(), Some(&whole.requests[0].raw[..]));
        assert_eq!(request.get("bytes"), None);

        let long = exchange(8 * 1024 * 1024, "x".repeat(8 * 1024 * 1024));
        let shown = long.to_json();
        let request = &shown.get("requests").and_then(Json::as_array).expect("one")[0];
        let raw = &long.requests[0].raw;
        assert_eq!(bytes(request, "base64").as_deref(), Some(&raw[..SHOWN]));
        assert_eq!(bytes(request, "base64_end").as_deref(), Some(&raw[raw.len() - SHOWN..]));
        assert_eq!(request.get("bytes").and_then(Json::as_u64), Some(8 * 1024 * 1024));
        assert!(shown.to_string().len() < 4 * SHOWN, "the output is digested too");
    }
}
