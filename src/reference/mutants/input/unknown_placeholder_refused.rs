use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::inputs::{body, directory, mended, union};

const POLICY: &str = "input.unknown-placeholder-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-back-the-member-that-was-unknown",
        policy: POLICY,
        what: "SDK_UNKNOWN_MEMBER is sent as the member that it names, with an empty value.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#7593: the $unknown member of a union in a response is serialized into \
             requests",
        ),
        fault: PlantedFault {
            forgive: Some(|seen| {
                let name = name(seen)?;
                named(seen, name)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "revives-a-member-that-it-knows",
        policy: POLICY,
        what: "SDK_UNKNOWN_MEMBER passes if the client knows the name in it, and is sent as an empty \
               structure.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let name = name(seen).filter(|name| *name == "ActiveDirectoryIdentityProvider")?;
                named(seen, name)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// The member that stands for an unknown member.
fn name<'a>(seen: &Seen<'a>) -> Option<&'a str> {
    seen.input.get("IdentityProvider")?.get("SDK_UNKNOWN_MEMBER")?.get("name")?.as_str()
}

/// Returns the body with the union's member under this name, if the input has no other fault.
fn named(seen: &Seen<'_>, name: &str) -> Option<Vec<u8>> {
    let mut input = mended(seen, |members| {
        if let Some(union) = union(members)
            && union.len() == 1
        {
            *union = directory();
        }
    })?;
    if let Json::Object(members) = &mut input
        && let Some(union) = union(members)
    {
        *union = vec![(name.to_owned(), Json::Object(Vec::new()))];
    }
    Some(body(&input))
}
