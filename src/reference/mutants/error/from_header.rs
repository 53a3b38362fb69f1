use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{name_in_header, with_error};

const POLICY: &str = "error.from-header";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "header-unread",
        policy: POLICY,
        what: "The client ignores the header and takes the name of an error from the body alone.",
        seen_in: Some(
            "async-aws/aws#511: the client did not read the name of an error from x-amzn-errortype",
        ),
        also: &[
            "error.uri-suffix-stripped",
            "error.namespace-stripped",
            "error.header-wins",
            "error.header-name-any-case",
            "error.header-whitespace-ignored",
            "error.first-header-counts",
            "wire.folded-field-joined",
        ],
        fault: PlantedFault {
            answer: Some(|_, read| with_error(read, |answer| name_in_header(answer, None))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "header-unread-without-a-body",
        policy: POLICY,
        what: "The client ignores the header if there is no body.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.body.is_empty() {
                        name_in_header(answer, None);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
