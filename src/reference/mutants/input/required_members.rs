use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::inputs::{body, directory, mended};

const POLICY: &str = "input.required-members";

const REQUIRED: [&str; 3] = ["IdentityProvider", "InstanceId", "Username"];

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "requires-nothing",
        policy: POLICY,
        what: "The client does not notice missing required members, and sends the request without them.",
        fault: PlantedFault { forgive: Some(unrequired), ..PlantedFault::NONE },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "counts-members-in-place-of-looking",
        policy: POLICY,
        what: "Any three members are enough, so a Domain can replace a required member.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let enough = seen.input.members().len() >= REQUIRED.len();
                unrequired(seen).filter(|_| enough)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the body for an input if its only fault is missing required members.
fn unrequired(seen: &Seen<'_>) -> Option<Vec<u8>> {
    let complete = mended(seen, |members| {
        for name in REQUIRED {
            if !members.iter().any(|(own, _)| own == name) {
                let value = match name {
                    "IdentityProvider" => Json::Object(directory()),
                    _ => Json::String(String::new()),
                };
                members.push((name.to_owned(), value));
            }
        }
    });
    complete.map(|_| body(seen.input))
}
