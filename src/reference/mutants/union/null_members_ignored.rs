use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{has, told_members};
use super::super::support::{refused_if, unknown_member, with_union};

const POLICY: &str = "union.null-members-ignored";
const KNOWN: &str = "ActiveDirectoryIdentityProvider";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-the-first-member-though-null",
        policy: POLICY,
        what: "The first member of a union is shown even if it is null.",
        seen_in: Some(
            "aws/aws-sdk-go-v2#1082: a union was always shown as its CustomSql, also if another key was set",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let members = told_members(seen);
                match &members[..] {
                    [(name, Json::Null), ..] if !has(&members, "__type") => {
                        let known = name == KNOWN;
                        let empty = || Json::object([(KNOWN, Json::Object(Vec::new()))]);
                        with_union(
                            outcome,
                            Some(if known { empty() } else { unknown_member(name) }),
                        )
                    }
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "fails-on-a-null-first-member",
        policy: POLICY,
        what: "The client refuses a union if its first member is null.",
        seen_in: Some("aws/smithy-go#673: the union reader failed if the first member was null"),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let members = told_members(seen);
                let null = matches!(&members[..], [(_, Json::Null), ..]);
                refused_if(outcome, null && !has(&members, "__type"))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "names-the-null-member-before-an-unknown-one",
        policy: POLICY,
        what: "An unknown member is shown under the first name in the union, even if that is the name of a \
               null member.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): the client takes the first key of the union for \
             the member",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let members = told_members(seen);
                let unknown = |(name, value): &(String, Json)| name != KNOWN && !value.is_null();
                match &members[..] {
                    [(name, Json::Null), ..]
                        if members.iter().any(unknown) && !has(&members, "__type") =>
                    {
                        with_union(outcome, Some(unknown_member(name)))
                    }
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
