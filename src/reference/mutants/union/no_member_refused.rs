use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_wire_union;

const POLICY: &str = "union.no-member-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-an-empty-union-for-none",
        policy: POLICY,
        what: "The client reads a union without a set member as absent.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| {
                    let unset =
                        |(name, value): &(String, Json)| name == "__type" || value.is_null();
                    let empty =
                        matches!(&*union, Json::Object(members) if members.iter().all(unset));
                    if empty {
                        *union = Json::Null;
                    }
                    empty
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-the-type-hint-for-the-member",
        policy: POLICY,
        what: "The client takes the value of `__type` for the name of the member if the union has nothing \
               else.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| match union.members() {
                    [(hint, Json::String(name))] if hint == "__type" => {
                        *union = Json::object([(name.clone(), Json::Object(Vec::new()))]);
                        true
                    }
                    _ => false,
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
