use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_wire_union;

const POLICY: &str = "union.non-object-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-no-object-for-no-union",
        policy: POLICY,
        what: "The client reads a value that is not an object in the place of a union as absent.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let other = !matches!(union, Json::Object(_) | Json::Null);
                    if other {
                        *union = Json::Null;
                    }
                    other
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "unwraps-a-list-of-one-union",
        policy: POLICY,
        what: "The client reads a list with one element around a union as that element.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let Json::Array(items) = union else { return false };
                    match items.pop().filter(|_| items.is_empty()) {
                        Some(element) => {
                            *union = element;
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
