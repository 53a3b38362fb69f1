use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::told::{told_members, told_summary};
use super::super::craft::{unknown_member, with_union};
use super::super::fault::Fault;

const POLICY: &str = "union.never-two-members";

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
                let shown = members.map(|(name, value)| match name.as_str() {
                    "ActiveDirectoryIdentityProvider" => (name.clone(), value.clone()),
                    name => (
                        "SDK_UNKNOWN_MEMBER".to_owned(),
                        Json::object([("name", Json::String(name.to_owned()))]),
                    ),
                });
                let shown: Vec<_> = shown.collect();
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
                [(name, Json::Null), (known, directory)]
                    if known == "ActiveDirectoryIdentityProvider" =>
                {
                    let mut shown = vec![(known.clone(), directory.clone())];
                    shown.extend(unknown_member(name).members().to_vec());
                    with_union(outcome, Some(Json::Object(shown)))
                }
                _ => outcome,
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
