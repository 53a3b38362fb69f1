use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_wire_union;

const POLICY: &str = "union.several-members-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-the-first-of-several-members",
        policy: POLICY,
        what: "If several members of a union are set, the first one counts.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let Json::Object(members) = union else { return false };
                    members.retain(|(name, value)| name != "__type" && !value.is_null());
                    let several = members.len() > 1;
                    members.truncate(1);
                    several
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-count-false",
        policy: POLICY,
        what: "A union member that is false, zero or an empty string does not count if another one is set.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let Json::Object(members) = union else { return false };
                    let before = members.len();
                    members.retain(|(_, value)| {
                        !matches!(&*value.to_string(), "false" | "0" | "\"\"")
                    });
                    !members.is_empty() && members.len() < before
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
