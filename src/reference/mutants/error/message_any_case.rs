use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::support::error::text_in_body;
use super::super::fault::PlantedFault;

const POLICY: &str = "error.message-any-case";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "capital-message-unread",
        policy: POLICY,
        what: "A message under `Message` is not read.",
        seen_in: Some(
            "soto-project/soto-core#368: an error whose text stood under `Message` was not parsed",
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
        what: "A message under `Message` is read only where the error has a type of its own.",
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
