use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused_if;
use super::super::support::told::lone_unknown_member;

const POLICY: &str = "union.unknown-member-tolerated";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "knows-no-unknown-variant",
        policy: POLICY,
        what: "The client refuses a union with an unknown member that is an object.",
        seen_in: Some("smithy-lang/smithy-rs#185: unions had no variant for an unknown member"),
        also: &["response.large-survived"],
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let member = lone_unknown_member(seen);
                refused_if(outcome, matches!(member, Some((_, Json::Object(_)))))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sees-no-member-in-an-empty-object",
        policy: POLICY,
        what: "The client refuses a union with an unknown member that is an empty object.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let member = lone_unknown_member(seen);
                refused_if(
                    outcome,
                    matches!(member, Some((_, Json::Object(inside))) if inside.is_empty()),
                )
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
