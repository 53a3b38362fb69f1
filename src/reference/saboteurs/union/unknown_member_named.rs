use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::lone_unknown_member;
use super::super::craft::{unknown_member, with_union};
use super::super::fault::Fault;

const POLICY: &str = "union.unknown-member-named";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "names-no-unknown-member",
        policy: POLICY,
        what: "An unknown member is shown without its name.",
        fault: Fault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some(_) => {
                    let nameless = Json::object([("name", Json::Null)]);
                    with_union(outcome, Some(Json::object([("SDK_UNKNOWN_MEMBER", nameless)])))
                }
                None => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "cuts-names-at-255-characters",
        policy: POLICY,
        what: "The name of an unknown member is cut behind 255 characters.",
        fault: Fault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some((name, _)) => {
                    let name: String = name.chars().take(255).collect();
                    with_union(outcome, Some(unknown_member(&name)))
                }
                None => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
