use crate::exchange::{Outcome, Stage};
use crate::json::{Json, JsonKind};

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "error.odd-code-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "code-taken-for-a-string",
        policy: POLICY,
        what: "The client calls a method of strings on `code` and `__type`, so it fails on every other value.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                fails_on(seen, outcome, |_, value| value.kind() != JsonKind::String)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "list-of-codes",
        policy: POLICY,
        what: "The client converts scalars to strings, and fails if `code` is an array.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                fails_on(seen, outcome, |name, value| {
                    name == "code" && value.kind() == JsonKind::Array
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "null-type-split",
        policy: POLICY,
        what: "The client fails if `__type` is null, because it asks only whether the member is there.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                fails_on(seen, outcome, |name, value| name == "__type" && value.is_null())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "false-code-taken-for-a-missing-one",
        policy: POLICY,
        what: "The client takes a `code` of false for a missing one, and fails if it is true.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                fails_on(seen, outcome, |name, value| name == "code" && *value == Json::Bool(true))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the outcome of a client that fails in its own code if `code` or `__type` of an error is such a value.
fn fails_on(seen: &Seen<'_>, outcome: Outcome, odd: impl Fn(&str, &Json) -> bool) -> Outcome {
    let body = Json::parse(seen.body()).unwrap_or(Json::Null);
    let named = body.members().iter().filter(|(name, _)| matches!(&**name, "code" | "__type"));
    let fails = named.into_iter().any(|(name, value)| odd(name, value));
    match outcome {
        Outcome::ServiceError { .. } if fails => {
            Outcome::client_error(Stage::Unknown, "TypeError", "planted fault")
        }
        outcome => outcome,
    }
}
