//! The example of a policy: one exchange, and the differences that make it keep or break the policy.

use std::io::Write as _;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use md5::{Digest as _, Md5};

use crate::contract::Contract;
use crate::exchange::{ClientView, Exchange, Features, Outcome, Session};
use crate::http::{
    Answer, Arrival, Cut, Delivery, Ending, Framing, Headers, Request, RequestProblem,
};
use crate::json::Json;
use crate::protocol::{RequestParts, write_request};
use crate::sigv4::{EXAMPLE_TIME, Signer, example_moment};

/// The host of the endpoint.
const HOST: &str = "127.0.0.1";

/// An exchange in a short form. A field that is not given has its value in [`Example::PLAIN`].
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// The operation of [`Contract::parcels`] that is called; empty for `DisassociateUser`.
    pub operation: &'static str,
    /// The input, as JSON in the value form.
    pub input: &'static str,
    /// What the client sends.
    pub sent: Sent,
    /// The statuses of interim responses before the response.
    pub interim: &'static [u16],
    /// The status of the response.
    pub status: u16,
    /// The header fields of the response, without its framing.
    pub headers: &'static [(&'static str, &'static str)],
    /// The body of the response.
    pub body: &'static str,
    /// The sizes of the chunks of the body; `None` if the body has a Content-Length, or a status that has no body.
    pub chunks: Option<&'static [usize]>,
    /// The body in place of `body`, if it is not text or is long.
    pub body_bytes: Option<&'static [u8]>,
    /// The number of bytes of the body before the connection is closed.
    pub cut: Option<usize>,
    /// Whether the connection is reset instead of closed.
    pub reset: bool,
    /// The delay of the response, in milliseconds.
    pub delay_ms: u64,
    /// The outcome, as the JSON that a testee writes.
    pub outcome: &'static str,
    /// The number of times that the request is sent.
    pub times: usize,
    /// The path of the endpoint that the client was told.
    pub endpoint_path: &'static str,
    /// How many seconds the request arrives after the time at which it is signed.
    pub late_s: u64,
    /// The outcomes of repetitions of the same call, as JSON.
    pub again: &'static [&'static str],
}

/// What an example's client sends.
#[derive(Clone, Copy, Debug)]
pub enum Sent {
    /// The request of a correct client for the input, signed at a fixed time. The variants below are also
    /// signed so.
    Faithfully,
    /// A correct request without a signature.
    Unsigned,
    /// A correct request with further header fields, which are signed too.
    Also(&'static [(&'static str, &'static str)]),
    /// A correct request with other values of these header fields.
    Fields(&'static [(&'static str, &'static str)]),
    /// A correct request that names this host, and is signed for it.
    Host(&'static str),
    /// A correct request whose body is compressed by gzip.
    Compressed,
    /// A correct request of a client that has no session token.
    WithoutToken,
    /// A correct request with another body.
    Body(&'static str),
    /// A correct request with another method, target and content type.
    Head {
        /// The method.
        method: &'static str,
        /// The target.
        target: &'static str,
        /// The content type.
        content_type: &'static str,
    },
    /// These bytes: a request and what follows it, or bytes that are not a request.
    Raw(&'static str),
    /// Nothing.
    Nothing,
}

/// The difference of an exchange from the example of its policy. The functions of [`Example`] make one.
///
/// Usually only the outcome decides whether an exchange keeps a policy. So a policy writes its exchange once,
/// and a reader sees at once what makes the difference.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Variant {
    /// No difference.
    Unchanged,
    /// Another outcome, as JSON.
    Outcome(&'static str),
    /// Another request.
    Sent(Sent),
    /// Another request and another outcome.
    SentAndOutcome(Sent, &'static str),
    /// Another exchange in place of the example.
    Instead(&'static Example),
}

impl Example {
    /// The example without a change.
    pub const UNCHANGED: Variant = Variant::Unchanged;

    /// Replaces the outcome of the example, given as JSON.
    pub const fn with_outcome(outcome: &'static str) -> Variant {
        Variant::Outcome(outcome)
    }

    /// Replaces what the example's client sends.
    pub const fn with_sent(sent: Sent) -> Variant {
        Variant::Sent(sent)
    }

    /// Replaces what the example's client sends, and the outcome.
    pub const fn with_sent_and_outcome(sent: Sent, outcome: &'static str) -> Variant {
        Variant::SentAndOutcome(sent, outcome)
    }

    /// Replaces the whole example.
    pub const fn instead(other: &'static Self) -> Variant {
        Variant::Instead(other)
    }

    /// Returns this example with the difference of `variant`.
    pub const fn vary(&self, variant: Variant) -> Self {
        match variant {
            Variant::Unchanged => *self,
            Variant::Outcome(outcome) => Self { outcome, ..*self },
            Variant::Sent(sent) => Self { sent, ..*self },
            Variant::SentAndOutcome(sent, outcome) => Self { sent, outcome, ..*self },
            Variant::Instead(other) => *other,
        }
    }

    /// A valid call that succeeds.
    pub const PLAIN: Self = Self {
        operation: "",
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
        sent: Sent::Faithfully,
        interim: &[],
        status: 200,
        headers: &[("Content-Type", "application/json")],
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        chunks: None,
        body_bytes: None,
        cut: None,
        reset: false,
        delay_ms: 0,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
        times: 1,
        endpoint_path: "",
        late_s: 0,
        again: &[],
    };

    /// A valid call of an operation of [`Contract::parcels`] that succeeds with an empty output.
    pub const fn of(operation: &'static str) -> Self {
        Self {
            operation,
            input: "{}",
            body: "{}",
            outcome: r#"{"outcome":"response","http_status":200,"output":{}}"#,
            ..Self::PLAIN
        }
    }

    /// Returns the contract of the operation that is called: `default`, if that is `DisassociateUser`.
    ///
    /// # Panics
    ///
    /// Panics if the made-up service has no such operation. A test makes each example.
    pub fn contract_or(&self, default: &Contract) -> Contract {
        match self.operation {
            "" => default.clone(),
            operation => Contract::parcels(operation).expect("the made-up service has it"),
        }
    }

    /// The features that an example's testee has.
    pub const FEATURES: Features = Features::ALL;

    /// Returns the session: the exchange, and the calls that repeat it.
    ///
    /// # Panics
    ///
    /// Panics if the example is not well-formed. A test makes each one.
    pub fn session(&self, contract: &Contract) -> Session {
        let first = self.exchange(contract);
        let again = self.again.iter().map(|outcome| {
            let outcome = Json::parse(outcome).expect("an example's outcome is JSON");
            let client = first.client.clone();
            let client = client.map(|c| ClientView { outcome: Self::read_outcome(&outcome), ..c });
            Exchange { client, ..first.clone() }
        });
        let mut calls: Vec<_> = again.collect();
        calls.insert(0, first);
        Session { calls, ..Session::default() }
    }

    /// Returns the exchange.
    ///
    /// # Panics
    ///
    /// Panics if the example is not well-formed. A test makes each one.
    pub fn exchange(&self, contract: &Contract) -> Exchange {
        let input = Json::parse(self.input).expect("an example's input is JSON");
        let answer = Answer {
            interim: self.interim.iter().map(|status| (*status, Headers::new())).collect(),
            headers: self.headers.iter().copied().collect(),
            framing: match (self.chunks, self.status) {
                (Some(sizes), _) => Framing::Chunked(sizes.to_vec().into()),
                (None, 204 | 304) => Framing::ByStatus,
                (None, _) => Framing::ContentLength,
            },
            delivery: Delivery {
                cut: self.cut.map(Cut::Body),
                delay: Duration::from_millis(self.delay_ms),
                ending: if self.reset { Ending::Reset } else { Ending::Open },
                ..Delivery::default()
            },
            ..Answer::json(self.status, self.body_bytes.unwrap_or(self.body.as_bytes()))
        };
        let outcome = Json::parse(self.outcome).expect("an example's outcome is JSON");
        let (mut requests, problems) = match self.sent {
            Sent::Raw(raw) => Self::arrived(raw.as_bytes()),
            _ => {
                let request = self.request(contract, &input);
                (request.iter().cloned().cycle().take(self.times).collect(), Vec::new())
            }
        };
        for request in &mut requests {
            let time = example_moment() + Duration::from_secs(self.late_s);
            let endpoint = format!("http://{HOST}{}", self.endpoint_path);
            request.arrival = Some(Arrival { time, endpoint });
        }
        Exchange {
            response: answer.response_to(&requests),
            requests,
            problems,
            client: Some(ClientView { input, outcome: Self::read_outcome(&outcome) }),
        }
    }

    /// Reads bytes as an endpoint does that gets them on a connection which then ends.
    fn arrived(mut raw: &[u8]) -> (Vec<Request>, Vec<(Vec<u8>, RequestProblem)>) {
        let mut arrived = (Vec::new(), Vec::new());
        while !raw.is_empty() {
            match Request::parse(raw) {
                Ok(request) => {
                    raw = &raw[request.raw.len()..];
                    arrived.0.push(request);
                }
                Err(problem) => {
                    arrived.1.push((raw.to_vec(), problem));
                    raw = &[];
                }
            }
        }
        arrived
    }

    /// Reads an outcome, including those that only the harness reports.
    fn read_outcome(outcome: &Json) -> Outcome {
        match outcome.get("outcome").and_then(Json::as_str) {
            Some("crash") => Outcome::Crash { detail: "exit code 139".to_owned() },
            Some("timeout") => Outcome::Timeout { after_ms: 10_000 },
            _ => Outcome::from_json(outcome).expect("an example's outcome is one"),
        }
    }

    fn request(&self, contract: &Contract, input: &Json) -> Option<Request> {
        let faithful = || write_request(contract, input).expect("an example sends a valid input");
        let mut parts = match self.sent {
            Sent::Nothing | Sent::Raw(_) => return None,
            Sent::Body(body) if !self.operation.is_empty() => {
                let mut parts = RequestParts { body: Some(body.into()), ..faithful() };
                if parts.headers.has("Content-MD5") {
                    parts.headers.set("Content-MD5", STANDARD.encode(Md5::digest(body)));
                }
                parts
            }
            Sent::Body(body) => {
                let http = contract.operation().http();
                RequestParts {
                    method: http.method.clone(),
                    uri: http.uri.clone(),
                    headers: [("Content-Type", "application/json")].into_iter().collect(),
                    body: Some(body.into()),
                    host_prefix: None,
                }
            }
            _ => faithful().under(self.endpoint_path),
        };
        match self.sent {
            Sent::Head { method, target, content_type } => {
                parts.method = method.to_owned();
                parts.uri = target.to_owned();
                parts.headers = [("Content-Type", content_type)].into_iter().collect();
            }
            Sent::Fields(fields) => {
                fields.iter().for_each(|(name, value)| parts.headers.set(name, *value));
            }
            Sent::Also(fields) => {
                fields.iter().for_each(|(name, value)| parts.headers.push(*name, *value));
            }
            _ => {}
        }
        if matches!(self.sent, Sent::Compressed) {
            let mut packed = GzEncoder::new(Vec::new(), Compression::default());
            packed.write_all(parts.body_bytes()).expect("memory takes every byte");
            parts.body = Some(packed.finish().expect("memory takes every byte"));
            parts.headers.set("Content-Encoding", "gzip");
        }
        let host = match self.sent {
            Sent::Host(host) => {
                parts.host_prefix = None;
                host
            }
            _ => HOST,
        };
        Some(match (self.sent, contract.sigv4_name()) {
            (Sent::Unsigned, _) | (_, None) => parts.to_request(host),
            (_, Some(service)) => {
                let signer = match self.sent {
                    Sent::WithoutToken => Signer { session_token: None, ..Signer::dummy(service) },
                    _ => Signer::dummy(service),
                };
                parts.to_signed_request(host, &signer, EXAMPLE_TIME)
            }
        })
    }
}
