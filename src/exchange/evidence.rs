//! Evidence: an exchange beside what the oracle makes of it.

use std::any::Any;
use std::cell::OnceCell;

use crate::contract::Contract;
use crate::http::{Request, RequestProblem, Response};
use crate::json::{Json, Path, SyntaxError};
use crate::protocol::{
    self, Decoded, ErrorReading, InputFault, InputFaultKind, Note, NoteKind, Reading,
};
use crate::value::{Difference, diff};

use super::outcome::Outcome;
use super::session::{Exchange, Features, Session};

/// What a policy judges: an exchange, the contract that it should keep, and the oracle's reading of it.
///
/// Each reading is made when it is first asked for, and once.
#[derive(Debug)]
pub struct Evidence<'e> {
    contract: &'e Contract,
    exchange: &'e Exchange,
    session: Option<&'e Session>,
    features: Features,
    faults: OnceCell<Vec<InputFault>>,
    sent: OnceCell<Option<Result<Decoded<'e, 'e>, SyntaxError>>>,
    reading: OnceCell<Option<Reading<'e, 'e>>>,
    expected: OnceCell<Option<Json>>,
    differences: OnceCell<Vec<Difference>>,
    /// What the policies read out of it for all of them: a type of theirs.
    kept: OnceCell<Box<dyn Any>>,
}

impl<'e> Evidence<'e> {
    /// The evidence that `exchange` gives of a testee with these features.
    pub fn new(contract: &'e Contract, exchange: &'e Exchange, features: Features) -> Self {
        Self {
            contract,
            exchange,
            session: None,
            features,
            faults: OnceCell::new(),
            sent: OnceCell::new(),
            reading: OnceCell::new(),
            expected: OnceCell::new(),
            differences: OnceCell::new(),
            kept: OnceCell::new(),
        }
    }

    /// The evidence that the first call of `session` gives, with what came before and after it; `None`
    /// for a session without calls.
    pub fn of_session(
        contract: &'e Contract,
        session: &'e Session,
        features: Features,
    ) -> Option<Self> {
        let evidence = Self::new(contract, session.first()?, features);
        Some(Self { session: Some(session), ..evidence })
    }

    /// The session that the exchange is the first call of, where more is known than the exchange.
    pub fn session(&self) -> Option<&'e Session> {
        self.session
    }

    /// The outcomes of the exchange and of every call after it in the session.
    pub fn outcomes(&self) -> impl Iterator<Item = &'e Outcome> {
        let later = self.session.into_iter().flat_map(|session| session.calls.iter().skip(1));
        std::iter::once(self.outcome()).chain(later.map(|call| &call.outcome))
    }

    /// Keeps what several policies read out of the evidence, so that the first of them makes it for all.
    /// There is room for one value: `None` where one of another type is kept.
    pub(crate) fn keep<T: Any>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.kept.get_or_init(|| Box::new(make())).downcast_ref()
    }

    /// The contract.
    pub fn contract(&self) -> &'e Contract {
        self.contract
    }

    /// What the testee sets out to do.
    pub fn features(&self) -> Features {
        self.features
    }

    /// The input of the call.
    pub fn input(&self) -> &'e Json {
        &self.exchange.input
    }

    /// What the testee's user saw.
    pub fn outcome(&self) -> &'e Outcome {
        &self.exchange.outcome
    }

    /// Every request of the call, in order.
    pub fn requests(&self) -> &'e [Request] {
        &self.exchange.requests
    }

    /// The first request, if one was sent.
    pub fn request(&self) -> Option<&'e Request> {
        self.exchange.request()
    }

    /// Bytes that arrived and are no request, and why.
    pub fn problems(&self) -> &'e [(Vec<u8>, RequestProblem)] {
        &self.exchange.problems
    }

    /// Whether the testee sent anything at all.
    pub fn has_sent(&self) -> bool {
        !self.exchange.requests.is_empty() || !self.exchange.problems.is_empty()
    }

    /// The first request, where its framing tells its body: the whole of it arrived, and nothing behind
    /// it that belongs to no request.
    pub fn framed_request(&self) -> Option<&'e Request> {
        self.request().filter(|request| request.complete && self.problems().is_empty())
    }

    /// The answer as it was sent, if one was.
    pub fn response(&self) -> Option<&'e Response> {
        self.exchange.response.as_ref()
    }

    /// Everything that is wrong with the input.
    pub fn input_faults(&self) -> &[InputFault] {
        self.faults.get_or_init(|| {
            let shape = self.contract.operation().input();
            protocol::validate(self.contract.model(), shape, &self.exchange.input)
        })
    }

    /// The first fault of the input of one of the kinds that `wanted` holds for.
    pub fn input_fault(&self, wanted: impl Fn(&InputFaultKind) -> bool) -> Option<&InputFault> {
        self.input_faults().iter().find(|fault| wanted(&fault.kind))
    }

    /// The body of the first request, as a server reads it: `None` where no request was sent, or none
    /// whose [framing tells its body](Self::framed_request), or where that body is empty.
    pub fn sent(&self) -> Option<&Result<Decoded<'e, 'e>, SyntaxError>> {
        let sent = self.sent.get_or_init(|| {
            let request = self.framed_request().filter(|request| !request.body.is_empty())?;
            let read = self.contract.protocol().read_request(self.contract, request);
            Some(read.map(|read| read.body.into_decoded()))
        });
        sent.as_ref()
    }

    /// What the answer says: `None` where there was none, or none that is whole.
    pub fn reading(&self) -> Option<&Reading<'e, 'e>> {
        let reading = self.reading.get_or_init(|| {
            let response = self.response().filter(|response| response.complete)?;
            Some(protocol::read_response(self.contract, response))
        });
        reading.as_ref()
    }

    /// The answer, where it is a whole JSON body of a success; it may be one that is to be
    /// [refused](Decoded::refusal).
    pub fn success(&self) -> Option<&Decoded<'e, 'e>> {
        match self.reading()? {
            Reading::Success(success) => Some(success.body.decoded()),
            _ => None,
        }
    }

    /// The answer, where it is a whole success that a client must accept.
    pub fn accepted(&self) -> Option<&Decoded<'e, 'e>> {
        self.success().filter(|decoded| decoded.refusal().is_none())
    }

    /// The answer, where it is a whole error.
    pub fn error(&self) -> Option<&ErrorReading<'e>> {
        match self.reading()? {
            Reading::Error(error) => Some(error),
            _ => None,
        }
    }

    /// The first note on an answer's body of the kinds that `wanted` holds for, and its path in the
    /// output. Of a body that is no whole JSON text of a success there is none.
    pub fn noted(&self, wanted: impl Fn(NoteKind) -> bool) -> Option<(Note, Path)> {
        self.all_noted(wanted).into_iter().next()
    }

    /// Every such note.
    pub fn all_noted(&self, wanted: impl Fn(NoteKind) -> bool) -> Vec<(Note, Path)> {
        let Some(decoded) = self.success() else { return Vec::new() };
        decoded.anatomy().of(wanted).map(|note| (*note, decoded.path(note))).collect()
    }

    /// The output that a client must show, in the value form: `None` where the answer is none that it
    /// must accept.
    pub fn expected_output(&self) -> Option<&Json> {
        let expected = self.expected.get_or_init(|| {
            let value = self.accepted()?.value()?;
            Some(value.to_json(self.contract.model()))
        });
        expected.as_ref()
    }

    /// The output that the testee showed, where it took the answer for a success.
    pub fn output(&self) -> Option<&'e Json> {
        match self.outcome() {
            Outcome::Response { output, .. } => Some(output),
            _ => None,
        }
    }

    /// How the output that the testee showed departs from the one that it must show: nothing where
    /// there are not both.
    pub fn differences(&self) -> &[Difference] {
        self.differences.get_or_init(|| match (self.expected_output(), self.output()) {
            (Some(expected), Some(actual)) => {
                let shape = self.contract.operation().output();
                diff(self.contract.model(), shape, expected, actual)
            }
            _ => Vec::new(),
        })
    }
}
