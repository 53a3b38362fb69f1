use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::error::{take_from_body, text_in_body, with_error};
use super::super::fault::Fault;

const POLICY: &str = "error.code-before-type";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "type-before-code",
        policy: POLICY,
        what: "The __type of a body counts before its code.",
        fault: Fault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if text_in_body(answer, "__type").is_some() {
                        take_from_body(answer, "code");
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "last-name-wins",
        policy: POLICY,
        what: "Of code and __type the one counts that stands last in the body.",
        fault: Fault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let Ok(body) = Json::parse(&answer.body) else { return };
                    let place = |name| body.members().iter().position(|(own, _)| own == name);
                    if place("__type") > place("code") {
                        take_from_body(answer, "code");
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
