use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, text_in_body};

const POLICY: &str = "error.message-kept";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "message-lost",
        policy: POLICY,
        what: "The client ignores the message of an error.",
        // Such an error looks the same if only the Content-Length counts, which is 0 there.
        also: &["wire.chunks-override-length"],
        fault: PlantedFault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { message, .. } = &mut outcome
                    && told.is_some()
                {
                    *message = None;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "message-ends-at-a-nul",
        policy: POLICY,
        what: "A message ends before its first U+0000, like a C string.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { message: Some(message), .. } = &mut outcome
                    && let Some(nul) = message.find('\0')
                {
                    message.truncate(nul);
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "message-of-an-unknown-error-lost",
        policy: POLICY,
        what: "The client ignores the message of an error that has no type if the header names the error.",
        seen_in: Some(
            "aws/aws-sdk-go#4740: if a header named an unknown error, its message was empty",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, mut outcome| {
                let told = seen.answer.as_ref().and_then(|answer| text_in_body(answer, "message"));
                if let Outcome::ServiceError { modeled: false, message, .. } = &mut outcome
                    && told.is_some()
                    && seen.header(ERROR_TYPE).is_some()
                {
                    *message = None;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
