//! What the laws on inputs demand.

use crate::codec::InputFault;
use crate::exchange::{Evidence, Outcome, Stage};
use crate::json::{Json, Path};
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
/// The value at a path of the model's member names in a value form, where there is one that is not null.
pub(in crate::policy) fn at<'j>(value: &'j Json, path: &Path) -> Option<&'j Json> {
    // Paths come from the codec, which writes them; so they are walked by writing them again.
    let mut waiting = vec![(Path::default(), value)];
    while let Some((here, value)) = waiting.pop() {
        if here == *path {
            return Some(value).filter(|value| !value.is_null());
        }
        match value {
            Json::Object(members) => {
                for (name, value) in members {
                    waiting.push((here.member(name), value));
                }
            }
            Json::Array(items) => {
                for (i, value) in items.iter().enumerate() {
                    waiting.push((here.index(i), value));
                }
            }
            _ => {}
        }
        waiting.retain(|(here, _)| path.is_within(here));
    }
    None
}
