use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::text_in_body;

const POLICY: &str = "error.message-any-case";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "capital-message-unread",
        policy: POLICY,
        what: "The client ignores a message under `Message`.",
        seen_in: Some(
            "soto-project/soto-core#368: the client did not parse an error with its text under `Message`",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { message, .. } = &mut outcome {
                    *message = told;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "capital-message-of-known-errors-only",
        policy: POLICY,
        what: "The client reads a message under `Message` only if the error has a type of its own.",
        fault: PlantedFault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { modeled: false, message, .. } = &mut outcome {
                    *message = told;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
