use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, name_in_header, with_error};

const POLICY: &str = "error.nested-type-ignored";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "type-from-any-depth",
        policy: POLICY,
        what: "The first name in the body names the error, at any depth.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let Ok(body @ Json::Object(_)) = Json::parse(&answer.body) else { return };
                    let name = first(&body, "code").or_else(|| first(&body, "__type"));
                    if answer.header(ERROR_TYPE).is_none() {
                        name_in_header(answer, name);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "type-from-a-list",
        policy: POLICY,
        what: "If the body has a list of errors, the first of them names the error.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let Ok(body) = Json::parse(&answer.body) else { return };
                    let lists = body.members().iter().filter_map(|(_, value)| value.as_array());
                    let code = lists.flatten().find_map(|listed| listed.get("code")?.as_str());
                    if code.is_some() && answer.header(ERROR_TYPE).is_none() {
                        name_in_header(answer, code);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// The first text of this name, in the order of the body.
fn first<'a>(body: &'a Json, name: &str) -> Option<&'a str> {
    let mut waiting = vec![(None, body)];
    while let Some((own, value)) = waiting.pop() {
        if own == Some(name)
            && let Some(text) = value.as_str()
        {
            return Some(text);
        }
        waiting
            .extend(value.members().iter().rev().map(|(own, value)| (Some(own.as_str()), value)));
        waiting
            .extend(value.as_array().unwrap_or_default().iter().rev().map(|value| (None, value)));
    }
    None
}
