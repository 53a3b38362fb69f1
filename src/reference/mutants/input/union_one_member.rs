use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::inputs::{body, mended, union};

const POLICY: &str = "input.union-one-member";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "picks-the-member-that-it-knows",
        policy: POLICY,
        what: "If a union has several members, the client sends the known one and drops the others.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let picked = mended(seen, |members| {
                    if let Some(union) = union(members)
                        && union.len() > 1
                    {
                        union.retain(|(name, _)| name == "ActiveDirectoryIdentityProvider");
                    }
                });
                picked.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-count-what-it-made-itself",
        policy: POLICY,
        what: "The client does not count SDK_UNKNOWN_MEMBER beside a known member, and drops it.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let uncounted = mended(seen, |members| {
                    if let Some(union) = union(members) {
                        union.retain(|(name, _)| name != "SDK_UNKNOWN_MEMBER");
                    }
                });
                uncounted.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
