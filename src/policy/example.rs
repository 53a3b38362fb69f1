//! The two exchanges that each policy brings along.

use crate::codec::request::encode_request;
use crate::contract::Contract;
use crate::exchange::{Exchange, Features, Outcome};
use crate::http::{Answer, Framing, Request};
use crate::json::Json;

/// An exchange, written down briefly: what is not named is as in [`Example::PLAIN`].
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The input, as JSON in the value form.
    pub input: &'static str,
    /// What was sent.
    pub sent: Sent,
    /// The status of the answer.
    pub status: u16,
    /// The header fields of the answer, apart from its framing.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body of the answer.
    pub body: &'static str,
    /// The same, in place of `body`, where it is no text or a long one.
    pub body_bytes: Option<&'static [u8]>,
    /// How many bytes of the body were sent before the connection was closed.
    pub cut: Option<usize>,
    /// The outcome, as JSON.
    pub outcome: &'static str,
}

/// What an example's client sent.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// What a faithful client sends for the input.
    Faithfully,
    /// A faithful request but for its body.
    Body(&'static str),
    /// A request of this method, target and content type with the faithful body.
    Head {
        /// The method.
        method: &'static str,
        /// The target.
        target: &'static str,
        /// The content type.
        content_type: &'static str,
    },
    /// Nothing.
    Nothing,
}

impl Example {
    /// A valid call that succeeds.
    pub const PLAIN: Self = Self {
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
        sent: Sent::Faithfully,
        status: 200,
        headers: &[("Content-Type", "application/json")],
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        body_bytes: None,
        cut: None,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    };

    /// The features that an example's testee has.
    pub const FEATURES: Features = Features { client_validation: true };

    /// The exchange.
    ///
    /// # Panics
    ///
    /// Where the example is not well-formed; a test makes each one.
    pub fn exchange(&self, contract: &Contract) -> Exchange {
        let input = Json::parse(self.input).expect("an example's input is JSON");
        let answer = Answer {
            headers: self.headers.iter().copied().collect(),
            cut: self.cut,
            framing: Framing::ContentLength,
            ..Answer::json(self.status, self.body_bytes.unwrap_or(self.body.as_bytes()))
        };
        let outcome = Json::parse(self.outcome).expect("an example's outcome is JSON");
        let requests: Vec<_> = self.request(contract, &input).into_iter().collect();
        Exchange {
            response: (!requests.is_empty()).then(|| answer.response()),
            input,
            requests,
            outcome: Self::read_outcome(&outcome),
        }
    }

    /// Reads an outcome; those that only the harness can tell are known here too.
    fn read_outcome(outcome: &Json) -> Outcome {
        match outcome.get("outcome").and_then(Json::as_str) {
            Some("crash") => Outcome::Crash { detail: "exit code 139".to_owned() },
            Some("timeout") => Outcome::Timeout { after_ms: 10_000 },
            _ => Outcome::from_json(outcome).expect("an example's outcome is one"),
        }
    }

    fn request(&self, contract: &Contract, input: &Json) -> Option<Request> {
        let faithful = || encode_request(contract, input).expect("an example sends a valid input");
        let mut parts = match self.sent {
            Sent::Nothing => return None,
            Sent::Body(body) => {
                let http = contract.operation().http();
                crate::codec::request::RequestParts {
                    method: http.method.clone(),
                    uri: http.uri.clone(),
                    headers: [("Content-Type", "application/json")].into_iter().collect(),
                    body: body.to_owned(),
                    host_prefix: None,
                }
            }
            Sent::Faithfully | Sent::Head { .. } => faithful(),
        };
        if let Sent::Head { method, target, content_type } = self.sent {
            parts.method = method.to_owned();
            parts.uri = target.to_owned();
            parts.headers = [("Content-Type", content_type)].into_iter().collect();
        }
        Some(parts.to_request("127.0.0.1"))
    }
}
