use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::{told_members, told_summary};
use super::super::craft::{member_shown, with_union};
use super::super::fault::Fault;

const POLICY: &str = "union.never-two-members";
const KNOWN: &str = "ActiveDirectoryIdentityProvider";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "merges-a-union-told-twice",
        policy: POLICY,
        what: "Where the union stands there twice, the members of both are shown.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                let unions: Vec<_> =
                    told.iter().filter(|(name, _)| name == "IdentityProvider").collect();
                let [(_, first), (_, second)] = &unions[..] else { return outcome };
                let members = first.members().iter().chain(second.members());
                let shown = members.map(|(name, value)| member_shown(name, value)).collect();
                with_union(outcome, Some(Json::Object(shown)))
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "shows-a-null-member-beside-the-known-one",
        policy: POLICY,
        what: "A null member of a union is shown as an unknown one beside the known one, where it stands before that.",
        also: &["union.null-members-ignored"],
        fault: Fault {
            outcome: Some(|seen, outcome| match &told_members(seen)[..] {
                [(name, Json::Null), (known, directory)] if known == KNOWN => {
                    let shown =
                        vec![member_shown(known, directory), member_shown(name, &Json::Null)];
                    with_union(outcome, Some(Json::Object(shown)))
                }
                _ => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
