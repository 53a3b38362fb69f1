use super::super::Mutant;
use super::super::support::error::{take_from_body, text_in_body, with_error};
use super::super::fault::PlantedFault;

const POLICY: &str = "error.from-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "type-unread",
        policy: POLICY,
        what: "The __type of the body is not looked for.",
        seen_in: Some(
            "boto/botocore#69: errors in JSON had no code before it was taken from `__type`",
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
        what: "Where the body has no message, its __type is not looked for.",
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
