use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_json;

const POLICY: &str = "response.not-an-object-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-no-object-for-no-members",
        policy: POLICY,
        what: "The client reads a body that is not an object as an object without members.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_json(read, |body| {
                    let other = !matches!(body, Json::Object(_));
                    if other {
                        *body = Json::Object(Vec::new());
                    }
                    other
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "unwraps-a-list-of-one-answer",
        policy: POLICY,
        what: "The client reads a list with one element around the output as that element.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_json(read, |body| {
                    let Json::Array(items) = body else { return false };
                    match items.pop().filter(|_| items.is_empty()) {
                        Some(answer) => {
                            *body = answer;
                            true
                        }
                        None => false,
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
