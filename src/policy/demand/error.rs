//! What the laws on errors demand.

use crate::codec::ErrorReading;
use crate::exchange::{Evidence, Outcome};
use crate::policy::judgement::{Finding, Judgement, Shows};

use super::outcome_path;

/// Demands that the outcome is a service error, and gives its parts.
pub(in crate::policy) fn service_error<'e>(
    evidence: &Evidence<'e>,
) -> Result<ShownError<'e>, Finding> {
    match evidence.outcome() {
        Outcome::ServiceError { code, modeled, message, http_status } => Ok(ShownError {
            code: code.as_deref(),
            modeled: *modeled,
            message: message.as_deref(),
            http_status: *http_status,
        }),
        other => Err(Finding::new(outcome_path(), "the answer is an error of the service")
            .expected("service_error")
            .actual(other.to_string())),
    }
}

/// What a testee shows of a service error.
pub(in crate::policy) struct ShownError<'e> {
    pub(in crate::policy) code: Option<&'e str>,
    pub(in crate::policy) modeled: bool,
    pub(in crate::policy) message: Option<&'e str>,
    pub(in crate::policy) http_status: Option<u16>,
}

/// Demands that the testee shows the code that the oracle found, if it can tell codes at all.
pub(in crate::policy) fn error_code(evidence: &Evidence<'_>, error: &ErrorReading) -> Judgement {
    let shown = match service_error(evidence) {
        Ok(shown) => shown,
        Err(finding) => return finding.into(),
    };
    if shown.code == error.code.as_deref() {
        return Judgement::Pass;
    }
    let name = |code: Option<&str>| code.map_or_else(|| "no code".to_owned(), str::to_owned);
    let finding = Finding::new(outcome_path().member("code"), "the error's code is another")
        .expected(name(error.code.as_deref()))
        .actual(name(shown.code));
    match shown.code {
        None => finding.counts_if(Shows::Code).into(),
        Some(_) => finding.into(),
    }
}
