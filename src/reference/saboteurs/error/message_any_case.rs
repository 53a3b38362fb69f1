use crate::exchange::Outcome;

use super::super::Saboteur;
use super::super::craft::error::text_in_body;
use super::super::fault::Fault;

const POLICY: &str = "error.message-any-case";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "capital-message-unread",
        policy: POLICY,
        what: "A message under `Message` is not read.",
        seen_in: Some(
            "soto-project/soto-core#368: an error whose text stood under `Message` was not parsed",
        ),
        fault: Fault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { message, .. } = &mut outcome {
                    *message = told;
                }
                outcome
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "capital-message-of-known-errors-only",
        policy: POLICY,
        what: "A message under `Message` is read only where the error has a type of its own.",
        fault: Fault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { modeled: false, message, .. } = &mut outcome {
                    *message = told;
                }
                outcome
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
