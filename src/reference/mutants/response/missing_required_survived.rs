use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{Past, PlantedFault};
use super::super::support::told::REQUIRED;
use super::super::support::with_summary;

const POLICY: &str = "response.missing-required-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-none-for-what-is-missing",
        policy: POLICY,
        what: "A missing required string is shown as the word None.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_summary(outcome, |summary| {
                    for name in REQUIRED {
                        if !summary.iter().any(|(own, _)| own == name) {
                            summary.push(((*name).to_owned(), Json::String("None".to_owned())));
                        }
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-the-username-of-the-last-call",
        policy: POLICY,
        what: "A missing Username is shown as that of the previous call.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let before = seen.past.as_ref().and_then(username);
                with_summary(outcome, |summary| match before {
                    Some(name) if !summary.iter().any(|(own, _)| own == "Username") => {
                        summary.push(("Username".to_owned(), name));
                    }
                    _ => {}
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the Username that a call showed to its user.
fn username(past: &Past) -> Option<Json> {
    match &past.outcome {
        Outcome::Response { output, .. } => {
            output.get("InstanceUserSummary")?.get("Username").cloned()
        }
        _ => None,
    }
}
