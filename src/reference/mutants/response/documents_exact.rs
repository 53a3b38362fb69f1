use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_all, edit_output, number, without_nulls};

const POLICY: &str = "response.documents-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-nulls-from-documents",
        policy: POLICY,
        operation: "SendParcel",
        what: "Members of a document that are null are not shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| Some(edit_all(value, &without_nulls)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-documents-as-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "An object in a document is shown as a text.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| match value {
                    Json::Object(_) => Some(Json::from(value.to_string())),
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "reads-dates-in-documents",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text in a document that is a date is shown as a number.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| match value.as_str() {
                    Some("2025-09-01T00:00:00Z") => Some(number("1756684800")),
                    _ => Some(value),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "shows-objects-for-empty-lists",
        policy: POLICY,
        operation: "DescribeParcel",
        what: "An empty list in a document is shown as an empty object.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| {
                    Some(edit_all(value, &|item| match item {
                        Json::Array(items) if items.is_empty() => Json::Object(Vec::new()),
                        other => other,
                    }))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
