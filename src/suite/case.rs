//! Stimuli and cases.

use std::borrow::Cow;

use crate::contract::Contract;
use crate::exchange::{ClientView, Exchange, Outcome};
use crate::http::{Answer, Arrival, Request};
use crate::json::Json;
use crate::policy::Policy;
use crate::protocol::{EncodeError, RequestParts, write_request};
use crate::sigv4::example_moment;

use super::expectation::Expectation;
use super::expected_request::ExpectedRequest;

/// Where a correct client sends its request.
const HOST: &str = "127.0.0.1";

/// What a testee is to be judged by: a call, and how often it is made.
///
/// `C` is the half that depends on the party. A stimulus for a client is a [`ClientCall`], the default; one for
/// a server will be a request, as a type of its own beside it. So whoever drives clients is never handed a
/// stimulus for a server.
#[derive(Clone, Debug)]
pub struct Stimulus<C = ClientCall> {
    /// Its name: a case's id.
    pub id: String,
    /// The policies that it is aimed at. Each must judge it, or the suite is at fault.
    pub aims: Vec<&'static Policy>,
    /// The call.
    pub call: C,
    /// How often the call is made: 1 ordinarily, more for policies on a session.
    pub repeat: usize,
    /// The calls that are made between two of them.
    pub between: Vec<Self>,
}

/// A call to a client: the input that it is handed, and the answer that it will get.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientCall {
    /// The input, in the value form.
    pub input: Json,
    /// The answer.
    pub answer: Answer,
    /// The path of the endpoint that the client is told: empty ordinarily, else `/`, `/base` or `/base/`. The
    /// operation's path is appended to it.
    pub endpoint_path: String,
}

impl Stimulus {
    /// Returns a stimulus for a client: one call, with none between.
    pub fn client(
        id: impl Into<String>,
        aims: Vec<&'static Policy>,
        input: Json,
        answer: Answer,
    ) -> Self {
        let call = ClientCall { input, answer, endpoint_path: String::new() };
        Self { id: id.into(), aims, call, repeat: 1, between: Vec::new() }
    }

    /// Returns the stimulus with two URLs in the header fields of its answer: that of its endpoint, and that of
    /// another one, to which redirects lead.
    pub fn addressed(&self, endpoint: &str, elsewhere: &str) -> Cow<'_, Self> {
        match self.call.answer.addressed(endpoint, elsewhere) {
            Some(answer) => {
                let ClientCall { input, endpoint_path, .. } = &self.call;
                let (input, endpoint_path) = (input.clone(), endpoint_path.clone());
                let call = ClientCall { input, answer, endpoint_path };
                Cow::Owned(Self { call, ..self.clone() })
            }
            None => Cow::Borrowed(self),
        }
    }

    /// Returns the request of a correct client that is told an endpoint at `127.0.0.1`. It is signed if the service asks
    /// for that, with the dummy credentials at the [time of examples](crate::sigv4::EXAMPLE_TIME), and it arrives at that time.
    ///
    /// # Errors
    ///
    /// If the input is not valid.
    pub fn faithful_request(&self, contract: &Contract) -> Result<Request, EncodeError> {
        self.arriving(contract, |parts| parts.to_faithful_request(contract, HOST))
    }

    /// Returns the same request without a signature, which costs most of the time.
    pub(super) fn unsigned_request(&self, contract: &Contract) -> Result<Request, EncodeError> {
        self.arriving(contract, |parts| parts.to_request(HOST))
    }

    fn arriving(
        &self,
        contract: &Contract,
        send: impl Fn(&RequestParts) -> Request,
    ) -> Result<Request, EncodeError> {
        let path = &self.call.endpoint_path;
        let request = send(&write_request(contract, &self.call.input)?.under(path));
        let arrival = Arrival { time: example_moment(), endpoint: format!("http://{HOST}{path}") };
        Ok(Request { arrival: Some(arrival), ..request })
    }

    /// Returns the exchange that it leads to, with a testee that sent `requests` and told `outcome`.
    pub fn exchange(&self, requests: Vec<Request>, outcome: Outcome) -> Exchange {
        let ClientCall { input, answer, .. } = &self.call;
        let response = answer.response_to(&requests);
        let client = Some(ClientView { input: input.clone(), outcome });
        Exchange { requests, problems: Vec::new(), response, client }
    }
}

/// Stimuli that are made when they are asked for: a run of 78,000 need not hold them all.
///
/// They have an order, and each is known by its index in it.
pub trait StimulusSource: std::fmt::Debug + Send + Sync {
    /// Returns how many there are.
    fn len(&self) -> usize;

    /// Reports whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the policies that the stimulus at `index` aims at, without making it; none past the end.
    fn aims(&self, index: usize) -> &[&'static Policy];

    /// Returns the id of the stimulus at `index`.
    ///
    /// # Panics
    ///
    /// If `index` is not less than [`len`](Self::len).
    fn id(&self, index: usize) -> String {
        self.stimulus(index).id
    }

    /// Makes the stimulus at `index`: always the same for the same index.
    ///
    /// # Panics
    ///
    /// If `index` is not less than [`len`](Self::len).
    fn stimulus(&self, index: usize) -> Stimulus;
}

/// A stimulus from a file, with what must come of it.
#[derive(Clone, Debug)]
pub struct Case {
    /// The call and the answer.
    pub stimulus: Stimulus,
    /// Why it is there, in one sentence.
    pub why: String,
    /// The editions that it is for; `None` for every one.
    pub editions: Option<Vec<String>>,
    /// The outcomes that are permitted.
    pub expect: Vec<Expectation>,
    /// What the body of the request must be, where the case says so.
    pub request_body: Option<Json>,
    /// What the request must have beside that, where the case says so.
    pub request: Option<ExpectedRequest>,
    /// Whether anything may be sent.
    pub sent: bool,
    /// Whether it shows what a testee can tell at all, such as a code or a status. Every run sends it, whatever policies
    /// are selected.
    pub shows: bool,
}

impl Case {
    /// Returns the id: `union/okta-object`.
    pub fn id(&self) -> &str {
        &self.stimulus.id
    }

    /// Reports whether the case is for this edition.
    pub fn is_for(&self, edition: &str) -> bool {
        self.editions.as_ref().is_none_or(|editions| editions.iter().any(|name| name == edition))
    }
}
