use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::inputs::{body, mended};

const POLICY: &str = "input.unknown-members";

const KNOWN: [&str; 4] = ["Domain", "IdentityProvider", "InstanceId", "Username"];

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-what-it-does-not-know",
        policy: POLICY,
        what: "The client drops members that the model does not have, and sends the rest.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let known = mended(seen, |members| {
                    members.retain(|(name, _)| KNOWN.contains(&name.as_str()));
                });
                known.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "lets-unknown-nulls-pass",
        policy: POLICY,
        what: "The client does not notice a member that the model does not have if its value is null.",
        seen_in: Some(
            "aws/aws-sdk-js#3276: the validator was changed to accept null for parameters that the shape \
             does not have",
        ),
        fault: PlantedFault {
            forgive: Some(|seen| {
                let known = mended(seen, |members| {
                    members
                        .retain(|(name, value)| KNOWN.contains(&name.as_str()) || !value.is_null());
                });
                known.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
