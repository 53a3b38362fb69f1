use crate::exchange::Outcome;
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
    Mutant {
        name: "refuses-unknown-members-among-others",
        policy: POLICY,
        operation: "SendParcel",
        what: "The client refuses a list of unions in which one has an unknown member.",
        // That one judges members that are no objects.
        also: &["union.unknown-value-irrelevant"],
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                let unknown = match &outcome {
                    Outcome::Response { output, .. } => output
                        .get("Choices")
                        .and_then(Json::as_array)
                        .is_some_and(|items| {
                            items.iter().any(|item| item.get("SDK_UNKNOWN_MEMBER").is_some())
                        }),
                    _ => false,
                };
                refused_if(outcome, unknown)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
