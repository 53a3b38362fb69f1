use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_all;
use super::super::support::told::told_members;
use super::super::support::{unknown_member, with_union};

const POLICY: &str = "union.known-member";
const KNOWN: &str = "ActiveDirectoryIdentityProvider";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "does-not-know-the-known-member",
        policy: POLICY,
        what: "ActiveDirectoryIdentityProvider is shown as an unknown member if the union has nothing else.",
        // In one response, an unknown member has the name of the union.
        also: &["response.unknown-members-ignored"],
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match &told_members(seen)[..] {
                [(name, value)] if name == KNOWN && !value.is_null() => {
                    with_union(outcome, Some(unknown_member(KNOWN)))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-an-empty-structure",
        policy: POLICY,
        what: "A union is left out if the structure in it is empty.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match &told_members(seen)[..] {
                [(name, Json::Object(members))] if name == KNOWN && members.is_empty() => {
                    with_union(outcome, None)
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "takes-the-outer-union-for-unknown",
        policy: POLICY,
        operation: "SendParcel",
        // That one judges a union that has a null beside its member.
        also: &["union.null-members-ignored"],
        what: "A union whose member is a union with an unknown member is shown as unknown itself.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::Response { output, .. } = &mut outcome {
                    *output = edit_all(std::mem::replace(output, Json::Null), &|value| {
                        match value.get("Inner") {
                            Some(inner) if inner.get("SDK_UNKNOWN_MEMBER").is_some() => unknown_member("Inner"),
                            _ => value,
                        }
                    });
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
