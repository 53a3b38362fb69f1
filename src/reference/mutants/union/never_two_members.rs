use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{told_members, told_summary};
use super::super::support::{member_shown, with_union};

const POLICY: &str = "union.never-two-members";
const KNOWN: &str = "ActiveDirectoryIdentityProvider";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "merges-a-union-told-twice",
        policy: POLICY,
        what: "If the response has the union twice, the members of both are shown.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let told = told_summary(seen);
                let unions: Vec<_> =
                    told.iter().filter(|(name, _)| name == "IdentityProvider").collect();
                let [(_, first), (_, second)] = &unions[..] else { return outcome };
                let members = first.members().iter().chain(second.members());
                let shown = members.map(|(name, value)| member_shown(name, value)).collect();
                with_union(outcome, Some(Json::Object(shown)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-a-null-member-beside-the-known-one",
        policy: POLICY,
        what: "A null union member before the known one is shown as an unknown member beside the known one.",
        also: &["union.null-members-ignored"],
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match &told_members(seen)[..] {
                [(name, Json::Null), (known, directory)] if known == KNOWN => {
                    let shown =
                        vec![member_shown(known, directory), member_shown(name, &Json::Null)];
                    with_union(outcome, Some(Json::Object(shown)))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
