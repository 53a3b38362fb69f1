use crate::json::Json;
use crate::json::Object;

use super::super::Mutant;
use super::super::support::body::with_wire_summary;
use super::super::support::told::{OPTIONAL, REQUIRED};
use super::super::fault::PlantedFault;

const POLICY: &str = "response.wrong-type-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "turns-scalars-into-strings",
        policy: POLICY,
        what: "A number or a boolean in place of a string is read as its text.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#3888: expectString(5) gives \"5\" with a warning, where it threw before",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_summary(read, |summary| {
                    change_strings(summary, |value| match value {
                        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
                        _ => None,
                    })
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "unwraps-a-list-of-one-string",
        policy: POLICY,
        what: "A list in place of a string is read as its element, where it has one.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_wire_summary(read, |summary| {
                    change_strings(summary, |value| match value.as_array() {
                        Some([Json::String(text)]) => Some(text.clone()),
                        _ => None,
                    })
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Puts strings in the place of what else stands where the summary has strings.
fn change_strings(summary: &mut Object, change: impl Fn(&Json) -> Option<String>) -> bool {
    let mut changed = false;
    for (name, value) in summary {
        if !OPTIONAL.contains(&&**name) && !REQUIRED.contains(&&**name) {
            continue;
        }
        if let Some(text) = change(value) {
            *value = Json::String(text);
            changed = true;
        }
    }
    changed
}
