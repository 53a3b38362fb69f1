use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::told_summary;
use super::super::support::told::told_union;
use super::super::support::{unknown_member, with_union};

const POLICY: &str = "union.null-is-absent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-the-known-member-of-a-null-union",
        policy: POLICY,
        what: "A null union is shown with its first member, which is empty.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match told_union(seen) {
                Some(Json::Null) => {
                    let known = ("ActiveDirectoryIdentityProvider", Json::Object(Vec::new()));
                    with_union(outcome, Some(Json::object([known])))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "names-a-null-union-at-the-end",
        policy: POLICY,
        what: "A null union is shown as an unknown member with an empty name if it is the last member.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match told_summary(seen).pop() {
                Some((name, Json::Null)) if name == "IdentityProvider" => {
                    with_union(outcome, Some(unknown_member("")))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
