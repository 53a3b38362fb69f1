use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused;

const POLICY: &str = "error.empty-body-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "empty-body-parsed",
        policy: POLICY,
        what: "The parser fails if an error has no body.",
        seen_in: Some(
            "boto/botocore#731: a 504 with an empty body became a ValueError of the JSON decoder",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ServiceError { .. } if seen.body().is_empty() => refused(),
                other => other,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "empty-body-said-to-be-json-parsed",
        policy: POLICY,
        what: "The parser fails if an error has no body and its Content-Type is JSON.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let is_json = seen.header("Content-Type").is_some_and(|told| told.contains("json"));
                match outcome {
                    Outcome::ServiceError { .. } if is_json && seen.body().is_empty() => refused(),
                    other => other,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
