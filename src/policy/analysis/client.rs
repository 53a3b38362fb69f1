//! The view of an exchange for the policies on clients.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::contract::Contract;
use crate::exchange::{ClientEvidence, Exchange, Features, MessageEvidence, Outcome, Session};
use crate::http::{Request, RequestProblem, Response};
use crate::json::{Json, SyntaxError};
use crate::protocol::{
    Decoded, ErrorReading, InputFault, InputFaultKind, Reading, RequestParts, RequestReading,
};
use crate::value::Difference;

use super::answer::plain_success;
use super::compression::Compression;
use super::delivery::{
    Hardship, broken_off, given_up_for, hardship, interim_shown, passes_for_whole,
};
use super::error_answer::{ErrorAnswer, readable_error};
use super::open_error::{OddCode, SeveralHeaders};
use super::redirect::followed;
use super::request_body::{LeftOut, body_part, has_lone_surrogate};
use super::sent_difference::SentDifference;
use super::success::Success;
use super::told_twice::ToldTwice;

/// An exchange with a client's view, and what the policies on clients read from it.
///
/// It is made once for all policies that judge the exchange. It computes each view when a policy first asks
/// for it.
#[derive(Debug)]
pub(in crate::policy) struct ClientAnalysis<'a, 'e> {
    messages: &'a MessageEvidence<'e>,
    client: &'a ClientEvidence<'e>,
    plain_success: OnceCell<Option<&'e Response>>,
    success: OnceCell<Option<Success<'a, 'e>>>,
    error_answer: OnceCell<Option<ErrorAnswer<'a, 'e>>>,
    body_input: OnceCell<Option<Cow<'e, Json>>>,
    sent_differences: OnceCell<Option<Vec<SentDifference<'a>>>>,
    left_out: OnceCell<Option<LeftOut>>,
    told_twice: OnceCell<ToldTwice>,
    lone_surrogate: OnceCell<bool>,
    compression: OnceCell<Option<Compression>>,
}

/// The exchange itself.
impl<'a, 'e> ClientAnalysis<'a, 'e> {
    pub(super) fn new(messages: &'a MessageEvidence<'e>, client: &'a ClientEvidence<'e>) -> Self {
        Self {
            messages,
            client,
            plain_success: OnceCell::new(),
            success: OnceCell::new(),
            error_answer: OnceCell::new(),
            body_input: OnceCell::new(),
            sent_differences: OnceCell::new(),
            left_out: OnceCell::new(),
            told_twice: OnceCell::new(),
            lone_surrogate: OnceCell::new(),
            compression: OnceCell::new(),
        }
    }

    /// The contract.
    pub(in crate::policy) fn contract(&self) -> &'e Contract {
        self.messages.contract()
    }

    /// The features that the testee claims to have.
    pub(in crate::policy) fn features(&self) -> Features {
        self.client.features()
    }

    /// The session whose first call is the exchange, if more than the exchange is known.
    pub(in crate::policy) fn session(&self) -> Option<&'e Session> {
        self.client.session()
    }

    /// The exchange.
    pub(in crate::policy) fn exchange(&self) -> &'e Exchange {
        self.messages.exchange()
    }

    /// The input of the call.
    pub(in crate::policy) fn input(&self) -> &'e Json {
        self.client.input()
    }

    /// The outcome that the testee showed.
    pub(in crate::policy) fn outcome(&self) -> &'e Outcome {
        self.client.outcome()
    }

    /// The output that the testee showed, if it read the response as a success.
    pub(in crate::policy) fn output(&self) -> Option<&'e Json> {
        self.client.output()
    }

    /// The outcomes of the exchange and of every later call of the session.
    pub(in crate::policy) fn outcomes(&self) -> impl Iterator<Item = &'e Outcome> {
        let later = self.session().into_iter().flat_map(|session| session.calls.iter().skip(1));
        std::iter::once(self.outcome()).chain(later.filter_map(|call| call.outcome()))
    }

    /// Every request of the call, in order.
    pub(in crate::policy) fn requests(&self) -> &'e [Request] {
        self.messages.requests()
    }

    /// The first request, if one was sent.
    pub(in crate::policy) fn request(&self) -> Option<&'e Request> {
        self.messages.request()
    }

    /// The first request, if all of it arrived and no bytes follow it that are not a request.
    pub(in crate::policy) fn framed_request(&self) -> Option<&'e Request> {
        self.messages.framed_request()
    }

    /// The bytes that arrived and are not a request, each with the reason.
    pub(in crate::policy) fn problems(&self) -> &'e [(Vec<u8>, RequestProblem)] {
        self.messages.problems()
    }

    /// Reports whether the testee sent anything at all.
    pub(in crate::policy) fn has_sent(&self) -> bool {
        self.messages.has_sent()
    }

    /// The response as it was sent, if one was.
    pub(in crate::policy) fn response(&self) -> Option<&'e Response> {
        self.messages.response()
    }
}

/// The input, and what the client sent for it.
impl<'a, 'e> ClientAnalysis<'a, 'e> {
    /// All faults of the input.
    pub(in crate::policy) fn input_faults(&self) -> &'a [InputFault] {
        self.client.input_faults()
    }

    /// Returns the first fault of the input whose kind is `wanted`.
    pub(in crate::policy) fn input_fault(
        &self,
        wanted: impl Fn(&InputFaultKind) -> bool,
    ) -> Option<&'a InputFault> {
        self.input_faults().iter().find(|fault| wanted(&fault.kind))
    }

    /// Reports whether a text of the input is not Unicode text.
    pub(in crate::policy) fn has_lone_surrogate(&self) -> bool {
        *self.lone_surrogate.get_or_init(|| has_lone_surrogate(self.input()))
    }

    /// What the client does to the body of the request. `None` if no request was sent, or if its framing leaves the body
    /// unclear.
    pub(in crate::policy) fn compression(&self) -> Option<&Compression> {
        let compression = self.compression.get_or_init(|| {
            let request = self.framed_request()?;
            Some(Compression::of(self.contract(), self.input(), request))
        });
        compression.as_ref()
    }

    /// Reports whether the body is sent as it is. `request.compressed-body-exact` alone judges any other.
    fn is_uncompressed(&self) -> bool {
        matches!(self.compression(), Some(Compression::None))
    }

    /// The body of the request, as a server reads it. `None` if no request was sent, if its framing leaves
    /// the body unclear, or if the body is empty or compressed.
    pub(in crate::policy) fn request_body(
        &self,
    ) -> Option<Result<&'a Decoded<'e, 'e>, &'a SyntaxError>> {
        self.is_uncompressed().then(|| self.messages.sent())?
    }

    /// What a server reads in the request. `None` if its body is compressed.
    pub(in crate::policy) fn request_reading(&self) -> Option<&'a RequestReading<'e, 'e>> {
        self.is_uncompressed().then(|| self.messages.request_reading())?
    }

    /// The request that carries the input. `None` if the input is not valid.
    pub(in crate::policy) fn due_request(&self) -> Option<&'a RequestParts> {
        self.client.due_request()
    }

    /// The body of the request, if it is a JSON text that was sent for a valid input.
    pub(in crate::policy) fn body_for_valid_input(&self) -> Option<&'a Decoded<'e, 'e>> {
        self.request_body().filter(|_| self.input_faults().is_empty())?.ok()
    }

    /// The part of the input that the body of the request should carry. `None` if the body does not carry it as JSON.
    pub(in crate::policy) fn body_input(&self) -> Option<&Json> {
        let input = self.body_input.get_or_init(|| body_part(self.contract(), self.input()));
        input.as_deref()
    }

    /// The differences of the body of the request from the input. `None` if the two cannot be compared.
    pub(in crate::policy) fn sent_differences(&self) -> Option<&[SentDifference<'a>]> {
        let differences = self.sent_differences.get_or_init(|| {
            SentDifference::all(self.contract(), self.body_input()?, self.request_body()?.ok()?)
        });
        differences.as_deref()
    }

    /// The members that the input does not have, and the values that the body of the request has. `None` if
    /// the body is not a JSON object.
    pub(in crate::policy) fn left_out(&self) -> Option<&LeftOut> {
        let left_out = self.left_out.get_or_init(|| {
            let body = self.request_body()?.ok()?.value()?;
            Some(LeftOut::of(self.contract().model(), self.body_input()?, body))
        });
        left_out.as_ref()
    }

    /// The paths that the request's body has more than once. A body that is not a JSON text has none.
    pub(in crate::policy) fn told_twice_in_request(&self) -> &ToldTwice {
        self.told_twice.get_or_init(|| match self.request_body() {
            Some(Ok(body)) => ToldTwice::of(body),
            _ => ToldTwice::default(),
        })
    }
}

/// The content of the response.
impl<'a, 'e> ClientAnalysis<'a, 'e> {
    /// The reading of the response. `None` if there was no response, or if it is not complete.
    pub(in crate::policy) fn reading(&self) -> Option<&'a Reading<'e, 'e>> {
        self.messages.reading()
    }

    /// The response, if its status is a success and its body can be read in only one way.
    pub(in crate::policy) fn plain_success(&self) -> Option<&'e Response> {
        *self.plain_success.get_or_init(|| plain_success(self.messages, self.client))
    }

    /// The body of the response, if it is the complete JSON body of a success. A client may have to refuse
    /// it.
    pub(in crate::policy) fn success_body(&self) -> Option<&'a Decoded<'e, 'e>> {
        self.messages.success_body()
    }

    /// The body of the response, if it is a complete success that a client must accept.
    pub(in crate::policy) fn accepted_body(&self) -> Option<&'a Decoded<'e, 'e>> {
        self.messages.accepted_body()
    }

    /// The output that a client must show. `None` if a client need not accept the response.
    pub(in crate::policy) fn expected_output(&self) -> Option<&'a Json> {
        self.messages.expected_output()
    }

    /// The differences between the output that the client showed and the one that it must show.
    pub(in crate::policy) fn differences(&self) -> &'a [Difference] {
        self.client.differences(self.messages)
    }

    /// The parts of the response, if it is a success that a client must accept. `None` if the sources leave
    /// its meaning open.
    pub(in crate::policy) fn success(&self) -> Option<&Success<'a, 'e>> {
        let success = self
            .success
            .get_or_init(|| Success::of(self.messages, self.client, self.plain_success()?));
        success.as_ref()
    }

    /// The reading of the response, if it is a complete error.
    pub(in crate::policy) fn error(&self) -> Option<&'a ErrorReading<'e>> {
        self.messages.error()
    }

    /// A complete error that a client reads like any other: it is not a redirect that the client followed or
    /// failed to follow, and HTTP defines its status.
    pub(in crate::policy) fn readable_error(&self) -> Option<(&'a ErrorReading<'e>, &'e Response)> {
        readable_error(self.messages, self.outcome())
    }

    /// The response, if it is a readable error whose meaning the sources decide, and if the client did not
    /// give it up because of its delivery.
    pub(in crate::policy) fn error_answer(&self) -> Option<&ErrorAnswer<'a, 'e>> {
        let answer = self.error_answer.get_or_init(|| {
            let (reading, response) = self.readable_error()?;
            match self.given_up_for() {
                None => ErrorAnswer::of(reading, response),
                Some(_) => None,
            }
        });
        answer.as_ref()
    }

    /// What is odd about the name of a readable error, if it is only that the body names the error with a value
    /// that is not a string.
    pub(in crate::policy) fn odd_code(&self) -> Option<OddCode> {
        let (reading, response) =
            self.readable_error().filter(|_| self.given_up_for().is_none())?;
        OddCode::of(reading, response)
    }

    /// The names in the header fields of a readable error, if only their number is unusual.
    pub(in crate::policy) fn several_headers(&self) -> Option<SeveralHeaders<'a>> {
        let (reading, response) =
            self.readable_error().filter(|_| self.given_up_for().is_none())?;
        SeveralHeaders::of(reading, response)
    }
}

/// The delivery of the response.
impl<'e> ClientAnalysis<'_, 'e> {
    /// The request with which the client followed the redirect that it got, if it did.
    pub(in crate::policy) fn followed(&self) -> Option<&'e Request> {
        followed(self.messages)
    }

    /// The most serious hardship of the delivery.
    pub(in crate::policy) fn hardship(&self) -> Option<Hardship> {
        self.response().and_then(hardship)
    }

    /// The hardship, if the client gave the response up and may have done so because of it.
    pub(in crate::policy) fn given_up_for(&self) -> Option<Hardship> {
        given_up_for(self.response(), self.outcome())
    }

    /// The status of an interim response that the client shows as the final one.
    pub(in crate::policy) fn interim_shown(&self) -> Option<u16> {
        interim_shown(self.response(), self.outcome())
    }

    /// A response that broke off before its body was complete, as far as it arrived. `reset` selects how it
    /// broke off.
    pub(in crate::policy) fn broken_off(&self, reset: bool) -> Option<&'e Response> {
        broken_off(self.messages, self.outcome(), reset)
    }

    /// Reports whether the part of a response that arrived looks complete apart from its framing.
    pub(in crate::policy) fn passes_for_whole(&self, response: &Response) -> bool {
        passes_for_whole(self.messages, response)
    }
}
