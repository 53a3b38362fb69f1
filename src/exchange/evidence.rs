//! Evidence: an exchange beside what the oracle makes of it.

use std::cell::OnceCell;

use crate::contract::Contract;
use crate::http::{Request, RequestProblem, Response};
use crate::json::{Json, SyntaxError};
use crate::protocol::{
    self, BodyReading, Decoded, EncodeError, ErrorReading, InputFault, Reading, RequestParts,
    RequestReading,
};
use crate::value::{Difference, diff};

use super::outcome::Outcome;
use super::session::{ClientView, Exchange, Features, Session};

/// What policies judge: the messages of an exchange with the oracle's reading of them, and the client's
/// view of it if a client is judged.
///
/// Each reading is made when it is first asked for, and once.
#[derive(Debug)]
pub struct Evidence<'e> {
    messages: MessageEvidence<'e>,
    client: Option<ClientEvidence<'e>>,
}

impl<'e> Evidence<'e> {
    /// Returns the evidence that `exchange` gives of a testee with these features.
    pub fn new(contract: &'e Contract, exchange: &'e Exchange, features: Features) -> Self {
        let client =
            exchange.client.as_ref().map(|view| ClientEvidence::new(contract, view, features));
        Self { messages: MessageEvidence::new(contract, exchange), client }
    }

    /// Returns the evidence that the first call of `session` gives, with what came before and after it; `None`
    /// for a session without calls.
    pub fn of_session(
        contract: &'e Contract,
        session: &'e Session,
        features: Features,
    ) -> Option<Self> {
        let mut evidence = Self::new(contract, session.first()?, features);
        if let Some(client) = &mut evidence.client {
            client.session = Some(session);
        }
        Some(evidence)
    }

    /// Returns the same evidence, with a reading of the answer that was made before.
    #[cfg(feature = "fuzzing")]
    pub(crate) fn with_reading(mut self, reading: Reading<'e, 'e>) -> Self {
        self.messages.reading = OnceCell::from(Some(reading));
        self
    }

    /// Returns the messages.
    pub(crate) fn messages(&self) -> &MessageEvidence<'e> {
        &self.messages
    }

    /// Returns the client's view, if a client is judged.
    pub(crate) fn client(&self) -> Option<&ClientEvidence<'e>> {
        self.client.as_ref()
    }
}

/// The messages of an exchange, and the contract that they should keep.
#[derive(Debug)]
pub(crate) struct MessageEvidence<'e> {
    contract: &'e Contract,
    exchange: &'e Exchange,
    request_reading: OnceCell<Option<Result<RequestReading<'e, 'e>, SyntaxError>>>,
    reading: OnceCell<Option<Reading<'e, 'e>>>,
    expected: OnceCell<Option<Json>>,
}

impl<'e> MessageEvidence<'e> {
    fn new(contract: &'e Contract, exchange: &'e Exchange) -> Self {
        Self {
            contract,
            exchange,
            request_reading: OnceCell::new(),
            reading: OnceCell::new(),
            expected: OnceCell::new(),
        }
    }

    /// Returns the contract.
    pub(crate) fn contract(&self) -> &'e Contract {
        self.contract
    }

    /// Returns every request of the call, in order.
    pub(crate) fn requests(&self) -> &'e [Request] {
        &self.exchange.requests
    }

    /// Returns the first request, if one was sent.
    pub(crate) fn request(&self) -> Option<&'e Request> {
        self.exchange.request()
    }

    /// Returns bytes that arrived and are no request, and why.
    pub(crate) fn problems(&self) -> &'e [(Vec<u8>, RequestProblem)] {
        &self.exchange.problems
    }

    /// Reports whether the client sent anything at all.
    pub(crate) fn has_sent(&self) -> bool {
        self.exchange.has_sent()
    }

    /// Returns the first request, if its framing tells its body: the whole of it arrived, and nothing behind
    /// it that belongs to no request.
    pub(crate) fn framed_request(&self) -> Option<&'e Request> {
        self.request().filter(|request| request.complete && self.problems().is_empty())
    }

    /// Returns the exchange.
    pub(crate) fn exchange(&self) -> &'e Exchange {
        self.exchange
    }

    /// Returns the answer as it was sent, if one was.
    pub(crate) fn response(&self) -> Option<&'e Response> {
        self.exchange.response.as_ref()
    }

    /// Returns the body of the first request, as a server reads it: `None` if no request was sent, if its
    /// [framing does not tell its body](Self::framed_request), or if that body is empty.
    pub(crate) fn sent(&self) -> Option<Result<&Decoded<'e, 'e>, &SyntaxError>> {
        self.framed_request().filter(|request| !request.body.is_empty())?;
        self.read_request()?.map(|reading| reading.body.decoded()).transpose()
    }

    /// Returns everything that the first request carries, as a server reads it: `None` if its framing leaves the body
    /// unclear, or if the body is not text of the format.
    pub(crate) fn request_reading(&self) -> Option<&RequestReading<'e, 'e>> {
        self.read_request()?.ok()
    }

    fn read_request(&self) -> Option<Result<&RequestReading<'e, 'e>, &SyntaxError>> {
        let read = self.request_reading.get_or_init(|| {
            let request = self.framed_request()?;
            Some(self.contract.protocol().read_request(self.contract, request))
        });
        read.as_ref().map(Result::as_ref)
    }

    /// Returns what the answer says: `None` if there was none, or if it is not whole.
    pub(crate) fn reading(&self) -> Option<&Reading<'e, 'e>> {
        let reading = self.reading.get_or_init(|| {
            let response = self.response().filter(|response| response.complete)?;
            Some(protocol::read_response(self.contract, response))
        });
        reading.as_ref()
    }

    /// Returns the body of the answer, if it is a whole JSON body of a success. A client may have to
    /// [refuse](Decoded::refusal) it.
    pub(crate) fn success_body(&self) -> Option<&Decoded<'e, 'e>> {
        match self.reading()? {
            Reading::Success(success) => success.body.decoded(),
            _ => None,
        }
    }

    /// Returns the body of the answer, if it is a whole success that a client must accept.
    pub(crate) fn accepted_body(&self) -> Option<&Decoded<'e, 'e>> {
        self.success_body().filter(|decoded| decoded.refusal().is_none())
    }

    /// Returns the answer, if it is a whole error.
    pub(crate) fn error(&self) -> Option<&ErrorReading<'e>> {
        match self.reading()? {
            Reading::Error(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the output that a client must show, in the value form: `None` if a client need not accept the
    /// answer.
    pub(crate) fn expected_output(&self) -> Option<&Json> {
        let expected = self.expected.get_or_init(|| {
            let Reading::Success(success) = self.reading()? else { return None };
            let refused = success.body.decoded().is_some_and(|decoded| decoded.refusal().is_some());
            let text = !matches!(success.body, BodyReading::Raw { value: None, .. });
            let readable = text && success.bound.iter().all(|bound| bound.value.is_some());
            (!refused && readable).then(|| success.output(self.contract))
        });
        expected.as_ref()
    }
}

/// The client's view of an exchange.
#[derive(Debug)]
pub(crate) struct ClientEvidence<'e> {
    contract: &'e Contract,
    view: &'e ClientView,
    session: Option<&'e Session>,
    features: Features,
    faults: OnceCell<Vec<InputFault>>,
    due: OnceCell<Result<RequestParts, EncodeError>>,
    differences: OnceCell<Vec<Difference>>,
}

impl<'e> ClientEvidence<'e> {
    fn new(contract: &'e Contract, view: &'e ClientView, features: Features) -> Self {
        Self {
            contract,
            view,
            session: None,
            features,
            faults: OnceCell::new(),
            due: OnceCell::new(),
            differences: OnceCell::new(),
        }
    }

    /// Returns the session that the exchange is the first call of, if more is known than the exchange.
    pub(crate) fn session(&self) -> Option<&'e Session> {
        self.session
    }

    /// Returns what the client sets out to do.
    pub(crate) fn features(&self) -> Features {
        self.features
    }

    /// Returns the input of the call.
    pub(crate) fn input(&self) -> &'e Json {
        &self.view.input
    }

    /// Returns what the client's user saw.
    pub(crate) fn outcome(&self) -> &'e Outcome {
        &self.view.outcome
    }

    /// Returns the output that the client showed, if it took the answer for a success.
    pub(crate) fn output(&self) -> Option<&'e Json> {
        match self.outcome() {
            Outcome::Response { output, .. } => Some(output),
            _ => None,
        }
    }

    /// Returns everything that is wrong with the input of the call.
    pub(crate) fn input_faults(&self) -> &[InputFault] {
        let operation = self.contract.operation();
        // A valid value may still have a text that its place in the message cannot carry. To ask whether the value itself is
        // valid costs less than to write the request, and is enough if every member is in the body and nowhere else.
        if self.contract.bindings().input.all_in_body()
            && operation.shape().traits.host_prefix.is_none()
        {
            return self.faults.get_or_init(|| {
                protocol::validate(self.contract.model(), operation.input(), &self.view.input)
            });
        }
        self.due().as_ref().err().map_or(&[], |error| &error.faults)
    }

    /// Returns the request that carries the input: `None` if the input is not valid.
    pub(crate) fn due_request(&self) -> Option<&RequestParts> {
        self.due().as_ref().ok()
    }

    fn due(&self) -> &Result<RequestParts, EncodeError> {
        self.due.get_or_init(|| protocol::write_request(self.contract, &self.view.input))
    }

    /// Returns how the output that the client showed departs from the one that it must show for these messages.
    /// There are no differences if one of the two is missing.
    pub(crate) fn differences(&self, messages: &MessageEvidence<'_>) -> &[Difference] {
        self.differences.get_or_init(|| match (messages.expected_output(), self.output()) {
            // Most clients show what they must, and to compare by shape costs more.
            (Some(expected), Some(actual)) if expected == actual => Vec::new(),
            (Some(expected), Some(actual)) => {
                let shape = self.contract.operation().output();
                diff(self.contract.model(), shape, expected, actual)
            }
            _ => Vec::new(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Stage;

    #[test]
    fn a_value_in_the_body_may_be_no_label_of_the_host() {
        let contract = Contract::from_smithy(
            r##"{"smithy":"2.0","shapes":{
                "a#Op":{"type":"operation","input":{"target":"a#In"},"traits":{
                    "smithy.api#http":{"method":"POST","uri":"/"},
                    "smithy.api#endpoint":{"hostPrefix":"{id}."}}},
                "a#In":{"type":"structure","members":{"id":{"target":"smithy.api#String",
                    "traits":{"smithy.api#required":{},"smithy.api#hostLabel":{}}}}}}}"##,
            None,
        )
        .expect("a contract");
        assert!(contract.bindings().input.all_in_body());
        for (id, faults) in [("a-1", 0), ("a.b", 1)] {
            let view = ClientView {
                input: Json::object([("id", Json::from(id))]),
                outcome: Outcome::client_error(Stage::Validate, "refused", ""),
            };
            let evidence = ClientEvidence::new(&contract, &view, Features::default());
            assert_eq!(evidence.input_faults().len(), faults, "{id}");
            assert_eq!(evidence.due_request().is_none(), faults > 0, "{id}");
        }
    }
}
