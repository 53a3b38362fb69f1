//! The JSON form of an exchange that is read back as it was: every byte of it, however long.
//!
//! A report shows long messages by their ends. The report of a shard must keep them whole, because a later merge chooses
//! and shows the failures of all shards.

use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

use crate::exchange::form_error::FormError;
use crate::exchange::outcome::Outcome;
use crate::exchange::session::{ClientView, Exchange};
use crate::http::{Arrival, Ending, Request, RequestProblem, Response};
use crate::json::{Json, Path};

use super::fields::{any_if_some, base64_text, outcome_if_some};

/// Returns the moment so long after the beginning of 1970; `None` if no clock shows it.
pub(crate) fn moment(seconds: u64, nanos: u32) -> Option<SystemTime> {
    let since = Duration::from_secs(seconds).checked_add(Duration::from_nanos(nanos.into()))?;
    SystemTime::UNIX_EPOCH.checked_add(since)
}

/// An exchange, whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct WholeExchange {
    #[serde(with = "any_if_some", default, skip_serializing_if = "Option::is_none")]
    input: Option<Json>,
    requests: Vec<WholeRequest>,
    problems: Vec<WholeProblem>,
    response: Option<WholeResponse>,
    #[serde(with = "outcome_if_some", default, skip_serializing_if = "Option::is_none")]
    outcome: Option<Outcome>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WholeRequest {
    #[serde(rename = "base64", with = "base64_text")]
    bytes: Vec<u8>,
    /// Seconds since 1970, the nanoseconds of the last one, and the URL that the client was told.
    arrived: Option<(u64, u32, String)>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WholeProblem {
    offset: usize,
    message: String,
    framing: bool,
    #[serde(rename = "base64", with = "base64_text")]
    bytes: Vec<u8>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct WholeResponse {
    connection: String,
    surplus: bool,
    early: bool,
    time_ms: u64,
    #[serde(rename = "base64", with = "base64_text")]
    bytes: Vec<u8>,
}

impl WholeExchange {
    /// Returns the form of an exchange.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let requests = exchange.requests.iter().map(|request| {
            let arrived = request.arrival.as_ref().and_then(|arrival| {
                let since = arrival.time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
                Some((since.as_secs(), since.subsec_nanos(), arrival.endpoint.clone()))
            });
            WholeRequest { bytes: request.raw.clone(), arrived }
        });
        let problems = exchange.problems.iter().map(|(bytes, problem)| WholeProblem {
            offset: problem.offset,
            message: problem.message.clone(),
            framing: problem.framing,
            bytes: bytes.clone(),
        });
        let response = exchange.response.as_ref().map(|response| WholeResponse {
            connection: response.ending.name().to_owned(),
            surplus: response.surplus,
            early: response.early,
            time_ms: u64::try_from(response.time.as_millis()).unwrap_or(u64::MAX),
            bytes: response.raw.clone(),
        });
        Self {
            input: exchange.input().cloned(),
            requests: requests.collect(),
            problems: problems.collect(),
            response,
            outcome: exchange.outcome().cloned(),
        }
    }

    /// Returns the exchange. `at` is the place of the form, for messages.
    ///
    /// # Errors
    ///
    /// If the bytes of a request are not a request, or its time is not one.
    pub(crate) fn into_exchange(self, at: &Path) -> Result<Exchange, FormError> {
        let mut requests = Vec::with_capacity(self.requests.len());
        for (index, form) in self.requests.into_iter().enumerate() {
            let place = || at.member("requests").index(index);
            let mut request = Request::parse(&form.bytes)
                .map_err(|problem| FormError::new(place().member("base64"), problem.to_string()))?;
            if let Some((seconds, nanos, endpoint)) = form.arrived {
                let time = moment(seconds, nanos).ok_or_else(|| {
                    FormError::new(place().member("arrived"), "an earlier time expected")
                })?;
                request.arrival = Some(Arrival { time, endpoint });
            }
            requests.push(request);
        }
        let problems = self.problems.into_iter().map(|form| {
            let WholeProblem { offset, message, framing, bytes } = form;
            (bytes, RequestProblem { offset, message, framing })
        });
        let response = self.response.map(|form| {
            let WholeResponse { connection, surplus, early, time_ms, bytes } = form;
            let endings = [Ending::Open, Ending::Closed, Ending::Reset];
            let ending = endings.into_iter().find(|ending| ending.name() == connection);
            let ending = ending.ok_or_else(|| {
                let place = at.member("response").member("connection");
                FormError::new(place, "`open`, `closed` or `reset` expected")
            })?;
            let time = Duration::from_millis(time_ms);
            Ok(Response { surplus, early, time, ..Response::read_again(bytes, ending) })
        });
        let response = response.transpose()?;
        let client = match (self.input, self.outcome) {
            (Some(input), Some(outcome)) => Some(ClientView { input, outcome }),
            _ => None,
        };
        Ok(Exchange { requests, problems: problems.collect(), response, client })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::form::read::from_json;
    use crate::exchange::form::write::to_json;
    use crate::http::Answer;

    fn sample() -> Exchange {
        let mut half =
            Request::parse(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}").expect("a head");
        half.arrival = Some(Arrival {
            time: SystemTime::UNIX_EPOCH + Duration::new(1_795_000_000, 7),
            endpoint: "http://127.0.0.1:1/base".to_owned(),
        });
        let whole = Request::parse(b"POST / HTTP/1.1\r\n\r\n").expect("a request");
        let mut answer = Answer::json(200, "x".repeat(300_000));
        answer.interim.push((100, Default::default()));
        let problem = RequestProblem { offset: 3, message: "odd".to_owned(), framing: true };
        Exchange {
            requests: vec![half, whole],
            problems: vec![(b"\xff\0".to_vec(), problem)],
            response: Some(answer.response()),
            client: Some(ClientView {
                input: Json::parse(r#"{"A":1e400,"A":2}"#).expect("it is JSON"),
                outcome: Outcome::response(Json::from("y".repeat(2_000_000).as_str())),
            }),
        }
    }

    #[test]
    fn a_long_exchange_is_read_back_as_it_was() {
        let exchange = sample();
        let json = to_json(WholeExchange::of(&exchange));
        let form: WholeExchange = from_json(&json, &Path::default()).expect("it is read");
        assert_eq!(form.into_exchange(&Path::default()).expect("it is one"), exchange);
    }

    #[test]
    fn bytes_that_are_no_request_are_refused_with_the_place() {
        let mut form = WholeExchange::of(&sample());
        form.requests[1].bytes = b"no request".to_vec();
        let error = form.into_exchange(&Path::root("exchanges").index(4)).expect_err("it is none");
        assert!(error.to_string().contains("exchanges[4].requests[1].base64"), "{error}");
        let mut form = WholeExchange::of(&sample());
        form.requests[0].arrived = Some((u64::MAX, 0, String::new()));
        let error = form.into_exchange(&Path::default()).expect_err("no such time");
        assert!(error.to_string().contains("arrived"), "{error}");
    }
}
