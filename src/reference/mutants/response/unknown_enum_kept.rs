use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_output, number};
use super::super::support::refused_if;

const POLICY: &str = "response.unknown-enum-kept";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "hides-unknown-values",
        policy: POLICY,
        operation: "SendParcel",
        what: "A value of an enum that the model does not name is not shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Size", |value| {
                    Some(value)
                        .filter(|v| matches!(v.as_str(), Some("small" | "large" | "extra large")))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "refuses-unknown-values",
        policy: POLICY,
        operation: "SendParcel",
        what: "A response with a value of an enum that the model does not name is refused.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                let known = ["small", "large", "extra large"];
                let unknown = match &outcome {
                    Outcome::Response { output, .. } => output
                        .get("Size")
                        .and_then(Json::as_str)
                        .is_some_and(|v| !known.contains(&v)),
                    _ => false,
                };
                refused_if(outcome, unknown)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-unknown-for-unknown-values",
        policy: POLICY,
        operation: "SendParcel",
        what: "An integer of an enum that the model does not name is shown as another.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Level", |value| match value.to_string().as_str() {
                    "1" | "7" => Some(value),
                    _ => Some(number("1")),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
