use crate::json::Json;
use crate::json::Object;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_wire_summary;
use super::super::support::told::{OPTIONAL, REQUIRED};

const POLICY: &str = "response.wrong-type-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "turns-scalars-into-strings",
        policy: POLICY,
        what: "The client reads a number or a boolean in the place of a string as its text.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#3888: expectString(5) returns \"5\" with a warning, and threw an exception \
             before",
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
        what: "The client reads a list in the place of a string as its element if it has one string.",
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

/// Replaces the values that `change` accepts by strings, if the summary should have a string there.
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
