use crate::json::Json;

use super::super::Mutant;
use super::super::support::error::{take_from_body, text_in_body, with_error};
use super::super::fault::PlantedFault;

const POLICY: &str = "error.code-before-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "type-before-code",
        policy: POLICY,
        what: "The __type of a body counts before its code.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if text_in_body(answer, "__type").is_some() {
                        take_from_body(answer, "code");
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "last-name-wins",
        policy: POLICY,
        what: "Of code and __type the one counts that stands last in the body.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let Ok(body) = Json::parse(&answer.body) else { return };
                    let place = |name| body.members().iter().position(|(own, _)| own == name);
                    if place("__type") > place("code") {
                        take_from_body(answer, "code");
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
