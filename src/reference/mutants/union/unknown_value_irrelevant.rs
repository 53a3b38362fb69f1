use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused_if;
use super::super::support::told::lone_unknown_member;

const POLICY: &str = "union.unknown-value-irrelevant";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "wants-a-structure-in-an-unknown-member",
        policy: POLICY,
        what: "The client refuses a union with an unknown member that is a scalar.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let scalar = |value: Json| !matches!(value, Json::Object(_) | Json::Array(_));
                refused_if(
                    outcome,
                    lone_unknown_member(seen).is_some_and(|(_, value)| scalar(value)),
                )
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-false-for-nothing",
        policy: POLICY,
        what: "The client refuses a union as empty if its unknown member is false.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let member = lone_unknown_member(seen);
                refused_if(outcome, matches!(member, Some((_, Json::Bool(false)))))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
