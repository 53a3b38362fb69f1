use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_output, without_nulls};
use super::super::support::refused_if;

const POLICY: &str = "response.sparse-nulls-kept";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-nulls-of-sparse-lists",
        policy: POLICY,
        operation: "SendParcel",
        what: "The nulls of a sparse list are not shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "SparseTexts", |value| Some(without_nulls(value)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-nulls-of-sparse-maps",
        policy: POLICY,
        operation: "SendParcel",
        what: "The nulls of a sparse map are not shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "SparseLabels", |value| Some(without_nulls(value)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "refuses-nulls-of-sparse-lists",
        policy: POLICY,
        operation: "SendParcel",
        what: "A response with a null in a sparse list is refused.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                let null = match &outcome {
                    Outcome::Response { output, .. } => output
                        .get("SparseTexts")
                        .and_then(Json::as_array)
                        .is_some_and(|items| items.iter().any(Json::is_null)),
                    _ => false,
                };
                refused_if(outcome, null)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
