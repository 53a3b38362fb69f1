use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{take_from_body, text_in_body, with_error};

const POLICY: &str = "error.code-before-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "type-before-code",
        policy: POLICY,
        what: "If a body has `__type` and `code`, `__type` names the error.",
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
        what: "If a body has `code` and `__type`, the last of the two names the error.",
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
