//! What the policies on servers read out of one exchange, and how they tell what is wrong with the answer.

use std::cell::OnceCell;

use crate::contract::Contract;
use crate::exchange::MessageEvidence;
use crate::http::Response;
use crate::json::Path;
use crate::policy::judgement::{Finding, and_more};
use crate::protocol::{Decoded, ErrorReading, Note, NoteKind, Reading};

use super::told_twice::ToldTwice;

/// The messages of an exchange, as the policies on servers see them. There is no client's view.
#[derive(Debug)]
pub(in crate::policy) struct ServerAnalysis<'a, 'e> {
    messages: &'a MessageEvidence<'e>,
    told_twice: OnceCell<ToldTwice>,
}

impl<'a, 'e> ServerAnalysis<'a, 'e> {
    pub(super) fn new(messages: &'a MessageEvidence<'e>) -> Self {
        Self { messages, told_twice: OnceCell::new() }
    }

    /// The contract.
    pub(in crate::policy) fn contract(&self) -> &'e Contract {
        self.messages.contract()
    }

    /// The answer as it was sent, if one was.
    pub(in crate::policy) fn response(&self) -> Option<&'e Response> {
        self.messages.response()
    }

    /// What the answer says: `None` if there was none, or if it is not whole.
    pub(in crate::policy) fn reading(&self) -> Option<&'a Reading<'e, 'e>> {
        self.messages.reading()
    }

    /// The answer, if it is a whole error of the service. An interim answer, of status 100 to 199, is none.
    pub(in crate::policy) fn error_answer(&self) -> Option<&'e Response> {
        self.response().filter(|r| r.complete && !r.is_success() && r.status >= 300)
    }

    /// What the answer says, if it is a whole error.
    pub(in crate::policy) fn error(&self) -> Option<&'a ErrorReading<'e>> {
        self.messages.error()
    }

    /// The body of a success, if it is a JSON object.
    pub(in crate::policy) fn success_object(&self) -> Option<&'a Decoded<'e, 'e>> {
        self.messages.success_body().filter(|decoded| decoded.value().is_some())
    }

    /// The places of the answer's body that are told more than once. There are none in what is no JSON object.
    pub(in crate::policy) fn told_twice(&self) -> &ToldTwice {
        let of_body = || self.success_object().map(ToldTwice::of).unwrap_or_default();
        self.told_twice.get_or_init(of_body)
    }
}

/// The path of the answer as a whole.
pub(in crate::policy) fn response_path() -> Path {
    Path::root("response")
}

/// A finding for every note of the kinds that `wanted` holds for. Of more than a hundred it tells the first ones
/// and the number of the others.
pub(in crate::policy) fn noted(
    analysis: &ServerAnalysis<'_, '_>,
    decoded: &Decoded<'_, '_>,
    wanted: impl Fn(NoteKind) -> bool,
) -> Vec<Finding> {
    const TOLD: usize = 100;
    let anatomy = decoded.anatomy();
    let mut notes = anatomy.of(&wanted);
    let told = notes.by_ref().take(TOLD);
    let mut findings: Vec<_> =
        told.map(|note| finding(analysis, decoded, note, &decoded.path(note))).collect();
    let more = notes.count() + anatomy.left_out(&wanted);
    if more > 0 {
        and_more(&mut findings, more);
    }
    findings
}

/// A finding for one note, in the codec's words for it.
pub(in crate::policy) fn finding(
    analysis: &ServerAnalysis<'_, '_>,
    decoded: &Decoded<'_, '_>,
    note: &Note,
    path: &Path,
) -> Finding {
    let finding = Finding::new(path.under("response.body"), decoded.describe(note));
    at_byte(analysis, finding, note.offset as usize)
}

/// Marks a byte of the answer's body, if it has that byte: an empty body is read as `{}`.
pub(in crate::policy) fn at_byte(
    analysis: &ServerAnalysis<'_, '_>,
    finding: Finding,
    offset: usize,
) -> Finding {
    match analysis.response() {
        Some(response) if offset < response.body.len() => finding.at_response_byte(offset),
        _ => finding,
    }
}
