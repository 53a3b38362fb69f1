use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{take_from_body, with_error};

const POLICY: &str = "error.from-code";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "code-unread",
        policy: POLICY,
        what: "The client ignores the `code` of the body.",
        seen_in: Some(
            "soto-project/soto-core#220: if the header did not name the error, the body was not read for its \
             name",
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
        what: "The client searches the text of the body for the name `code`, and does not find it if it is \
               written with escapes.",
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
