//! What several policies demand of an outcome.

pub(super) mod error;
pub(super) mod error_answer;
pub(super) mod input;
pub(super) mod union;

use crate::exchange::{Evidence, Outcome};
use crate::json::Path;

use super::judgement::{Finding, Judgement};

/// The place of the outcome as a whole.
pub(super) fn outcome_path() -> Path {
    Path::root("outcome")
}

/// Demands that the testee took the answer for a success; `why` says what it should not have stumbled over.
pub(super) fn response(evidence: &Evidence<'_>, why: &str) -> Result<(), Finding> {
    match evidence.outcome() {
        Outcome::Response { .. } => Ok(()),
        other => Err(Finding::new(outcome_path(), format!("the answer is a success: {why}"))
            .expected("response")
            .actual(other.to_string())),
    }
}

/// Demands that the testee refused the answer; `why` says what is wrong with it.
pub(super) fn refusal(evidence: &Evidence<'_>, why: &str) -> Judgement {
    match evidence.outcome() {
        Outcome::ClientError { .. } => Judgement::Pass,
        other => Finding::new(outcome_path(), format!("the answer must be refused: {why}"))
            .expected("client_error")
            .actual(other.to_string())
            .into(),
    }
}
