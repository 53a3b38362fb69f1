use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::lone_unknown_member;
use super::super::support::{unknown_member, with_union};

const POLICY: &str = "union.unknown-member-named";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "names-no-unknown-member",
        policy: POLICY,
        what: "An unknown member is shown without its name.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some(_) => {
                    let nameless = Json::object([("name", Json::Null)]);
                    with_union(outcome, Some(Json::object([("SDK_UNKNOWN_MEMBER", nameless)])))
                }
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "cuts-names-at-255-characters",
        policy: POLICY,
        what: "The name of an unknown member is cut after 255 characters.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some((name, _)) => {
                    let name: String = name.chars().take(255).collect();
                    with_union(outcome, Some(unknown_member(&name)))
                }
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
