use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{OPTIONAL, told_summary};
use super::super::support::with_summary;

const POLICY: &str = "response.null-is-absent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-null-as-an-empty-string",
        policy: POLICY,
        what: "A null optional string is shown as an empty one.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                let null =
                    |(name, value): &(String, Json)| value.is_null() && OPTIONAL.contains(&&**name);
                with_summary(outcome, |summary| {
                    let nulls = told.into_iter().filter(null);
                    summary.extend(nulls.map(|(name, _)| (name, Json::String(String::new()))));
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "spells-out-a-null-at-the-end",
        policy: POLICY,
        what: "A null optional string is shown as the word null if it is the last member.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let last = told_summary(seen).pop();
                with_summary(outcome, |summary| match last {
                    Some((name, Json::Null)) if OPTIONAL.contains(&&*name) => {
                        summary.push((name, Json::String("null".to_owned())));
                    }
                    _ => {}
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
