use crate::json::Json;
use crate::json::Object;

use super::super::Saboteur;
use super::super::craft::body::with_wire_summary;
use super::super::craft::told::{OPTIONAL, REQUIRED};
use super::super::fault::Fault;

const POLICY: &str = "response.wrong-type-refused";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "turns-scalars-into-strings",
        policy: POLICY,
        what: "A number or a boolean in place of a string is read as its text.",
        seen_in: Some(
            "aws/aws-sdk-js-v3#3888: expectString(5) gives \"5\" with a warning, where it threw before",
        ),
        fault: Fault {
            answer: Some(|_, read| {
                with_wire_summary(read, |summary| {
                    change_strings(summary, |value| match value {
                        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
                        _ => None,
                    })
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "unwraps-a-list-of-one-string",
        policy: POLICY,
        what: "A list in place of a string is read as its element, where it has one.",
        fault: Fault {
            answer: Some(|_, read| {
                with_wire_summary(read, |summary| {
                    change_strings(summary, |value| match value.as_array() {
                        Some([Json::String(text)]) => Some(text.clone()),
                        _ => None,
                    })
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
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
