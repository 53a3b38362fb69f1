//! What the laws on inputs demand.

use crate::codec::InputFault;
use crate::exchange::{Evidence, Outcome, Stage};
use crate::policy::judgement::{Finding, Judgement};

/// Demands that the testee refused the input by itself, before anything was sent.
pub(in crate::policy) fn refused_before_sending(
    evidence: &Evidence<'_>,
    fault: &InputFault,
) -> Judgement {
    if !evidence.features().client_validation {
        return Judgement::NotApplicable;
    }
    let refused = matches!(
        evidence.outcome(),
        Outcome::ClientError { stage: Stage::Validate | Stage::Serialize, .. }
    );
    if refused && evidence.request().is_none() {
        return Judgement::Pass;
    }
    let sent = if evidence.request().is_some() { "sent, and then: " } else { "" };
    Finding::new(fault.path.under("input"), format!("the client must refuse this input: {fault}"))
        .expected("client_error at validate or serialize, and nothing sent")
        .actual(format!("{sent}{}", evidence.outcome()))
        .into()
}
