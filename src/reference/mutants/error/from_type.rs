use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{take_from_body, text_in_body, with_error};

const POLICY: &str = "error.from-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "type-unread",
        policy: POLICY,
        what: "The client ignores the `__type` of the body.",
        seen_in: Some(
            "boto/botocore#69: JSON errors had no code until the client took it from `__type`",
        ),
        also: &["error.uri-suffix-stripped", "error.namespace-stripped"],
        fault: PlantedFault {
            answer: Some(|_, read| with_error(read, |answer| take_from_body(answer, "__type"))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "type-unread-without-a-message",
        policy: POLICY,
        what: "The client ignores the `__type` of a body without a message.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let has = |name| text_in_body(answer, name).is_some();
                    if !has("message") && !has("Message") {
                        take_from_body(answer, "__type");
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
