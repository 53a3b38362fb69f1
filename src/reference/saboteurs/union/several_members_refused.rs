use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::body::with_wire_union;
use super::super::fault::Fault;

const POLICY: &str = "union.several-members-refused";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "takes-the-first-of-several-members",
        policy: POLICY,
        what: "Of several members of a union that are set, the first one counts.",
        fault: Fault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let Json::Object(members) = union else { return false };
                    members.retain(|(name, value)| name != "__type" && !value.is_null());
                    let several = members.len() > 1;
                    members.truncate(1);
                    several
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "does-not-count-false",
        policy: POLICY,
        what: "A member of a union that is false, zero or empty does not count, where another one is set.",
        fault: Fault {
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
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
