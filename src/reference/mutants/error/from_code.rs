use super::super::Mutant;
use super::super::support::error::{take_from_body, with_error};
use super::super::fault::PlantedFault;

const POLICY: &str = "error.from-code";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "code-unread",
        policy: POLICY,
        what: "The code of the body is not looked for.",
        seen_in: Some(
            "soto-project/soto-core#220: an error that the header did not name was not looked for in the body",
        ),
        also: &["error.uri-suffix-stripped", "error.namespace-stripped", "error.code-before-type"],
        fault: PlantedFault {
            answer: Some(|_, read| with_error(read, |answer| take_from_body(answer, "code"))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "code-sought-in-the-raw-text",
        policy: POLICY,
        what: "The name `code` is sought in the text of the body, and not found where it is written in escapes.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let is_found = seen.body().contains("\"code\"");
                with_error(read, |answer| {
                    if !is_found {
                        take_from_body(answer, "code");
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
