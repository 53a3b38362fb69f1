use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::body::with_wire_union;
use super::super::fault::Fault;

const POLICY: &str = "union.no-member-refused";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "takes-an-empty-union-for-none",
        policy: POLICY,
        what: "A union without a member that is set is read as if it were not there.",
        fault: Fault {
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
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "takes-the-type-hint-for-the-member",
        policy: POLICY,
        what: "`__type` is taken for the name of the member, where it is all that the union has.",
        fault: Fault {
            answer: Some(|_, read| {
                with_wire_union(read, |union| match union.members() {
                    [(hint, Json::String(name))] if hint == "__type" => {
                        *union = Json::object([(name.clone(), Json::Object(Vec::new()))]);
                        true
                    }
                    _ => false,
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
