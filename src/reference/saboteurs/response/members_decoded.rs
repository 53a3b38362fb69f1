use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::told_summary;
use super::super::craft::with_summary;
use super::super::fault::Fault;

const POLICY: &str = "response.members-decoded";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "compares-names-as-spelled",
        policy: POLICY,
        what: "A member whose name is spelled with an escape is not known again, and lost.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let body = seen.body();
                with_summary(outcome, |summary| {
                    summary.retain(|(name, value)| {
                        !matches!(value, Json::String(_)) || body.contains(&format!("\"{name}\""))
                    });
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "drops-a-member-beside-a-long-one",
        policy: POLICY,
        what: "Domain is lost where another string of the summary has more than 40 characters.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let long = |(name, value): &(String, Json)| {
                    name != "Domain" && value.as_str().is_some_and(|text| text.chars().count() > 40)
                };
                let beside = told_summary(seen).iter().any(long);
                with_summary(outcome, |summary| {
                    summary.retain(|(name, _)| !beside || name != "Domain")
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
