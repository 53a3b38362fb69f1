//! Evidence: an exchange beside what the oracle makes of it.

use std::cell::OnceCell;

use crate::codec::{
    self, Decoded, ErrorReading, InputFault, InputFaultKind, Note, NoteKind, Reading, Role,
};
use crate::contract::Contract;
use crate::http::{Request, Response};
use crate::json::{Json, Path, SyntaxError};
use crate::value::{Difference, diff};

use super::outcome::Outcome;
use super::session::{Exchange, Features};

/// What a policy judges: an exchange, the contract that it should keep, and the oracle's reading of it.
///
/// Each reading is made when it is first asked for, and once.
#[derive(Debug)]
pub struct Evidence<'e> {
    contract: &'e Contract,
    exchange: &'e Exchange,
    features: Features,
    faults: OnceCell<Vec<InputFault>>,
    sent: OnceCell<Option<Result<Decoded<'e, 'e>, SyntaxError>>>,
    reading: OnceCell<Option<Reading<'e, 'e>>>,
    expected: OnceCell<Option<Json>>,
    differences: OnceCell<Vec<Difference>>,
}

impl<'e> Evidence<'e> {
    /// The evidence that `exchange` gives of a testee with these features.
    pub fn new(contract: &'e Contract, exchange: &'e Exchange, features: Features) -> Self {
        Self {
            contract,
            exchange,
            features,
            faults: OnceCell::new(),
            sent: OnceCell::new(),
            reading: OnceCell::new(),
            expected: OnceCell::new(),
            differences: OnceCell::new(),
        }
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

    /// The first request, if one was sent.
    pub fn request(&self) -> Option<&'e Request> {
        self.exchange.request()
    }

    /// Every request that was sent, those that followed a redirect last.
    pub fn requests(&self) -> &'e [Request] {
        &self.exchange.requests
    }

    /// The answer as it was sent, if one was.
    pub fn response(&self) -> Option<&'e Response> {
        self.exchange.response.as_ref()
    }

    /// Everything that is wrong with the input.
    pub fn input_faults(&self) -> &[InputFault] {
        self.faults.get_or_init(|| {
            let shape = self.contract.operation().input();
            codec::validate(self.contract.model(), shape, &self.exchange.input)
        })
    }

    /// The first fault of the input of one of the kinds that `wanted` holds for.
    pub fn input_fault(&self, wanted: impl Fn(&InputFaultKind) -> bool) -> Option<&InputFault> {
        self.input_faults().iter().find(|fault| wanted(&fault.kind))
    }

    /// The body of the first request, as a server reads it: `None` where no request was sent, or none
    /// of which the whole body arrived.
    pub fn sent(&self) -> Option<&Result<Decoded<'e, 'e>, SyntaxError>> {
        let sent = self.sent.get_or_init(|| {
            let request = self.request().filter(|request| request.complete)?;
            let body: &[u8] = if request.body.is_empty() { b"{}" } else { &request.body };
            let shape = self.contract.operation().input();
            Some(codec::decode(self.contract.model(), shape, Role::Server, body))
        });
        sent.as_ref()
    }

    /// What the answer says: `None` where there was none, or none that is whole.
    pub fn reading(&self) -> Option<&Reading<'e, 'e>> {
        let reading = self.reading.get_or_init(|| {
            let response = self.response().filter(|response| response.complete)?;
            Some(codec::read_response(self.contract, response))
        });
        reading.as_ref()
    }

    /// The answer, where it is a whole JSON body of a success; it may be one that is to be
    /// [refused](Decoded::refusal).
    pub fn success(&self) -> Option<&Decoded<'e, 'e>> {
        match self.reading()? {
            Reading::Success(decoded) => Some(decoded),
            _ => None,
        }
    }

    /// The answer, where it is a whole success that a client must accept.
    pub fn accepted(&self) -> Option<&Decoded<'e, 'e>> {
        self.success().filter(|decoded| decoded.refusal().is_none())
    }

    /// The answer, where it is a whole error.
    pub fn error(&self) -> Option<&ErrorReading> {
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
