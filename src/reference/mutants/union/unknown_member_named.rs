use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::told::lone_unknown_member;
use super::super::support::parts::edit_output;
use super::super::support::{unknown_member, with_union};

const POLICY: &str = "union.unknown-member-named";

fn is_unknown(union: &Json) -> bool {
    union.get("SDK_UNKNOWN_MEMBER").is_some()
}

/// Shows each unknown member as the value before it, if there is one.
fn repeat<'j>(values: impl Iterator<Item = &'j mut Json>) {
    let mut before: Option<Json> = None;
    for value in values {
        if let (true, Some(before)) = (is_unknown(value), &before) {
            *value = before.clone();
        }
        before = Some(value.clone());
    }
}

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "names-no-unknown-member",
        policy: POLICY,
        what: "An unknown member is shown without its name.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some(_) => {
                    let nameless = Json::object([("name", Json::Null)]);
                    with_union(outcome, Some(Json::object([("SDK_UNKNOWN_MEMBER", nameless)])))
                }
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "cuts-names-at-255-characters",
        policy: POLICY,
        what: "The name of an unknown member is cut after 255 characters.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match lone_unknown_member(seen) {
                Some((name, _)) => {
                    let name: String = name.chars().take(255).collect();
                    with_union(outcome, Some(unknown_member(&name)))
                }
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "repeats-the-element-before",
        policy: POLICY,
        operation: "SendParcel",
        what: "In a list of unions, one with an unknown member is shown as the element before it.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Choices", |mut list| {
                    if let Json::Array(items) = &mut list {
                        repeat(items.iter_mut());
                    }
                    Some(list)
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "repeats-the-value-before",
        policy: POLICY,
        operation: "SendParcel",
        what: "In a map of unions, one with an unknown member is shown as the value before it.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "ChoiceByName", |mut map| {
                    if let Json::Object(entries) = &mut map {
                        repeat(entries.iter_mut().map(|(_, value)| value));
                    }
                    Some(map)
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
