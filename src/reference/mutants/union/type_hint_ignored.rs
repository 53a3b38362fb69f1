use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::{has, told_members};
use super::super::support::{refused_if, unknown_member, with_union};

const POLICY: &str = "union.type-hint-ignored";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "counts-the-type-hint",
        policy: POLICY,
        what: "`__type` counts as a member, so the client refuses it beside another one.",
        seen_in: Some("smithy-lang/smithy-rs#3081: `__type` in a union was not ignored"),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| refused_if(outcome, has(&told_members(seen), "__type"))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "names-the-type-hint-before-an-unknown-member",
        policy: POLICY,
        what: "An unknown member is shown under the first name in the union, even if that is `__type`.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): the client takes the first key of the union for \
             the member",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let members = told_members(seen);
                match &members[..] {
                    [(hint, _), ..]
                        if hint == "__type"
                            && !has(&members, "ActiveDirectoryIdentityProvider") =>
                    {
                        with_union(outcome, Some(unknown_member("__type")))
                    }
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "knows-no-type-hint-but-text",
        policy: POLICY,
        what: "`__type` is ignored if it is a string, and counts as a second member otherwise.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let other =
                    |(name, value): &(String, Json)| name == "__type" && value.as_str().is_none();
                refused_if(outcome, told_members(seen).iter().any(other))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
