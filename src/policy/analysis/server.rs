//! The view of an exchange for the policies on servers, and their findings.

use std::cell::OnceCell;

use crate::contract::Contract;
use crate::exchange::MessageEvidence;
use crate::http::Response;
use crate::json::Path;
use crate::policy::judgement::{Finding, and_more};
use crate::protocol::{Decoded, ErrorReading, Note, NoteKind, Reading};

use super::told_twice::ToldTwice;

/// The messages of an exchange, for the policies on servers. It has no client's view.
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

    /// The response as it was sent, if one was.
    pub(in crate::policy) fn response(&self) -> Option<&'e Response> {
        self.messages.response()
    }

    /// The reading of the response. `None` if there was no response, or if it is not complete.
    pub(in crate::policy) fn reading(&self) -> Option<&'a Reading<'e, 'e>> {
        self.messages.reading()
    }

    /// The response, if it is a complete error. An interim response, of status 100 to 199, is not an error.
    pub(in crate::policy) fn error_answer(&self) -> Option<&'e Response> {
        self.response().filter(|r| r.complete && !r.is_success() && r.status >= 300)
    }

    /// The reading of the response, if it is a complete error.
    pub(in crate::policy) fn error(&self) -> Option<&'a ErrorReading<'e>> {
        self.messages.error()
    }

    /// The body of a success, if it is a JSON object.
    pub(in crate::policy) fn success_object(&self) -> Option<&'a Decoded<'e, 'e>> {
        self.messages.success_body().filter(|decoded| decoded.value().is_some())
    }

    /// The paths that the response's body has more than once. A body that is not a JSON object has none.
    pub(in crate::policy) fn told_twice(&self) -> &ToldTwice {
        let of_body = || self.success_object().map(ToldTwice::of).unwrap_or_default();
        self.told_twice.get_or_init(of_body)
    }
}

/// Returns the path of the whole response.
pub(in crate::policy) fn response_path() -> Path {
    Path::root("response")
}

/// Makes a finding for every note whose kind is `wanted`. If there are more than a hundred, it makes the
/// first ones and one that counts the rest.
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

/// Makes a finding for one note, with the codec's words for it.
pub(in crate::policy) fn finding(
    analysis: &ServerAnalysis<'_, '_>,
    decoded: &Decoded<'_, '_>,
    note: &Note,
    path: &Path,
) -> Finding {
    let finding = Finding::new(path.under("response.body"), decoded.describe(note));
    at_byte(analysis, finding, note.offset as usize)
}

/// Marks a byte of the response's body, if the body has that byte: an empty body reads as `{}`.
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
