use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::told_summary;
use super::super::craft::told::told_union;
use super::super::craft::{unknown_member, with_union};
use super::super::fault::Fault;

const POLICY: &str = "union.null-is-absent";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "shows-the-known-member-of-a-null-union",
        policy: POLICY,
        what: "A union that is null is shown with its first member, empty.",
        fault: Fault {
            outcome: Some(|seen, outcome| match told_union(seen) {
                Some(Json::Null) => {
                    let known = ("ActiveDirectoryIdentityProvider", Json::Object(Vec::new()));
                    with_union(outcome, Some(Json::object([known])))
                }
                _ => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "names-a-null-union-at-the-end",
        policy: POLICY,
        what: "A union that is null is shown as an unknown member of an empty name, where it is the last member.",
        fault: Fault {
            outcome: Some(|seen, outcome| match told_summary(seen).pop() {
                Some((name, Json::Null)) if name == "IdentityProvider" => {
                    with_union(outcome, Some(unknown_member("")))
                }
                _ => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
