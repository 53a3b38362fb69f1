use crate::json::Json;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::parts::{edit_all, edit_output};

const POLICY: &str = "response.dense-null-dropped";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-null-as-a-text",
        policy: POLICY,
        operation: "SendParcel",
        what: "A null in a list of texts is shown as the text `null`.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let with_null = received(seen, "Texts").filter(has_null);
                edit_output(outcome, "Texts", |value| match with_null {
                    Some(items) => Some(edit_all(items, &|item| match item {
                        Json::Null => Json::from("null"),
                        other => other,
                    })),
                    None => Some(value),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "repeats-a-neighbour",
        policy: POLICY,
        operation: "SendParcel",
        what: "A null in a list is shown as the element before it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let with_null = received(seen, "Texts").filter(has_null);
                edit_output(outcome, "Texts", |value| match with_null {
                    Some(Json::Array(items)) => {
                        let mut before = Json::from("");
                        let filled = items.into_iter().map(|item| {
                            if !item.is_null() {
                                before = item;
                            }
                            before.clone()
                        });
                        Some(Json::Array(filled.collect()))
                    }
                    _ => Some(value),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "shows-nulls-in-maps",
        policy: POLICY,
        operation: "SendParcel",
        what: "An entry of a map that is null is shown as an empty text.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let with_null = received(seen, "Labels").filter(has_null);
                edit_output(outcome, "Labels", |value| match with_null {
                    Some(items) => Some(edit_all(items, &|item| match item {
                        Json::Null => Json::from(""),
                        other => other,
                    })),
                    None => Some(value),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns a member of the body as it was sent.
fn received(seen: &Seen<'_>, name: &str) -> Option<Json> {
    Json::parse(seen.body()).ok()?.get(name).cloned()
}

fn has_null(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(Json::is_null),
        Json::Object(entries) => entries.iter().any(|(_, value)| value.is_null()),
        _ => false,
    }
}
