use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::told_summary;
use super::super::support::with_summary;

const POLICY: &str = "response.members-decoded";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "compares-names-as-spelled",
        policy: POLICY,
        what: "The client does not recognise a member whose name is written with an escape, and loses it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let body = seen.body();
                with_summary(outcome, |summary| {
                    summary.retain(|(name, value)| {
                        !matches!(value, Json::String(_)) || body.contains(&format!("\"{name}\""))
                    });
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-a-member-beside-a-long-one",
        policy: POLICY,
        what: "Domain is lost if another string of the summary has more than 40 characters.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let long = |(name, value): &(String, Json)| {
                    name != "Domain" && value.as_str().is_some_and(|text| text.chars().count() > 40)
                };
                let beside = told_summary(seen).iter().any(long);
                with_summary(outcome, |summary| {
                    summary.retain(|(name, _)| !beside || name != "Domain")
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
