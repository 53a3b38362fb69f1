//! What the policies on responses that a client must refuse require.

use crate::exchange::Outcome;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Note, NoteKind};

use super::answer::{has_error_header, outcome_path};
use super::client::ClientAnalysis;

/// Requires that the client refused the response because of the byte `blamed`; `why` says what is wrong with
/// it. A refusal keeps the policy only if the response has no `other` reason to be refused.
pub(in crate::policy) fn refusal(
    analysis: &ClientAnalysis<'_, '_>,
    why: &str,
    blamed: Option<usize>,
    other: bool,
) -> Judgement {
    let finding = match analysis.outcome() {
        Outcome::ClientError { .. } if other => return Judgement::NotExercised,
        Outcome::ClientError { .. } => return Judgement::Pass,
        // The sources leave open how a client reads a success with the header field of errors.
        Outcome::ServiceError { .. } if has_error_header(analysis.response()) => {
            return Judgement::NotExercised;
        }
        shown => {
            Finding::new(outcome_path(), format!("the client must refuse the response: {why}"))
                .expected("client_error")
                .actual(shown.to_string())
        }
    };
    match blamed {
        Some(offset) => finding.at_response_byte(offset).into(),
        None => finding.into(),
    }
}

/// Requires that the client refused a success because of the notes that are `wanted`, if the body has one.
pub(in crate::policy) fn refusal_for(
    analysis: &ClientAnalysis<'_, '_>,
    why: &str,
    wanted: impl Fn(&Note) -> bool,
) -> Judgement {
    let Some(decoded) = analysis.success_body().filter(|_| analysis.plain_success().is_some())
    else {
        return Judgement::NotExercised;
    };
    // A fault without a note may be another reason for the refusal.
    if !decoded.anatomy().is_whole() {
        return Judgement::NotExercised;
    }
    let notes = decoded.anatomy().notes();
    let Some(blamed) = notes.iter().find(|note| wanted(note)) else {
        return Judgement::NotExercised;
    };
    // The sources leave open which of two members of the same name counts.
    if notes.iter().any(|note| note.kind == NoteKind::Duplicate) {
        return Judgement::NotExercised;
    }
    let other = notes
        .iter()
        .any(|note| !wanted(note) && (note.kind.refuses() || note.kind == NoteKind::Missing));
    refusal(analysis, why, Some(blamed.offset as usize), other)
}
