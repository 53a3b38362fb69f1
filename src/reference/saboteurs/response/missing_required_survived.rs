use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::REQUIRED;
use super::super::craft::with_summary;
use super::super::fault::{Fault, Past};

const POLICY: &str = "response.missing-required-survived";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "shows-none-for-what-is-missing",
        policy: POLICY,
        what: "A required string that is missing is shown as the word None.",
        fault: Fault {
            outcome: Some(|_, outcome| {
                with_summary(outcome, |summary| {
                    for name in REQUIRED {
                        if !summary.iter().any(|(own, _)| own == name) {
                            summary.push(((*name).to_owned(), Json::String("None".to_owned())));
                        }
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "keeps-the-username-of-the-last-call",
        policy: POLICY,
        what: "A Username that is missing is still the one of the call before.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let before = seen.past.as_ref().and_then(username);
                with_summary(outcome, |summary| match before {
                    Some(name) if !summary.iter().any(|(own, _)| own == "Username") => {
                        summary.push(("Username".to_owned(), name));
                    }
                    _ => {}
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];

/// The Username that the user was told in a call.
fn username(past: &Past) -> Option<Json> {
    match &past.outcome {
        Outcome::Response { output, .. } => {
            output.get("InstanceUserSummary")?.get("Username").cloned()
        }
        _ => None,
    }
}
