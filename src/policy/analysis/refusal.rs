//! What the policies on answers that must be refused demand.

use crate::exchange::Outcome;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Note, NoteKind};

use super::answer::{has_error_header, outcome_path};
use super::client::ClientAnalysis;

/// Demands that the testee refused the answer for what stands at the byte `blamed`; `why` says what is wrong
/// with it. A refusal keeps the policy only if there is no `other` thing to refuse the answer for.
pub(in crate::policy) fn refusal(
    analysis: &ClientAnalysis<'_, '_>,
    why: &str,
    blamed: Option<usize>,
    other: bool,
) -> Judgement {
    let finding = match analysis.outcome() {
        Outcome::ClientError { .. } if other => return Judgement::NotExercised,
        Outcome::ClientError { .. } => return Judgement::Pass,
        // The sources leave open what the header field of errors makes of a success.
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

/// Demands that the testee refused a success for the notes that `wanted` holds for, if the body has one.
pub(in crate::policy) fn refusal_for(
    analysis: &ClientAnalysis<'_, '_>,
    why: &str,
    wanted: impl Fn(&Note) -> bool,
) -> Judgement {
    let Some(decoded) = analysis.success_body().filter(|_| analysis.plain_success().is_some())
    else {
        return Judgement::NotExercised;
    };
    // What is not noted may be another thing to refuse the answer for.
    if !decoded.anatomy().is_whole() {
        return Judgement::NotExercised;
    }
    let notes = decoded.anatomy().notes();
    let Some(blamed) = notes.iter().find(|note| wanted(note)) else {
        return Judgement::NotExercised;
    };
    // The sources leave open which of two members of one name counts.
    if notes.iter().any(|note| note.kind == NoteKind::Duplicate) {
        return Judgement::NotExercised;
    }
    let other = notes
        .iter()
        .any(|note| !wanted(note) && (note.kind.refuses() || note.kind == NoteKind::Missing));
    refusal(analysis, why, Some(blamed.offset as usize), other)
}
