use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_error;

const POLICY: &str = "error.header-fields-read";

/// The members of the errors of `SendParcel` in header fields.
const BOUND: [&str; 5] = ["Reason", "Attempts", "Places", "Hints", "Until"];

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "reads-errors-from-the-body-alone",
        policy: POLICY,
        operation: "SendParcel",
        what: "The members of an error that are bound to header fields are never shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                BOUND
                    .into_iter()
                    .fold(outcome, |outcome, name| edit_error(outcome, name, |_| None))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-numbers-of-errors-as-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "A number in a header field of an error is shown as a text.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_error(outcome, "Attempts", |value| Some(Json::from(value.to_string())))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "does-not-split-lists-of-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "A list in a header field of an error is shown as a list of one text.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_error(outcome, "Places", |value| {
                    let texts = value.as_array().unwrap_or_default().iter();
                    let texts: Vec<_> = texts.filter_map(Json::as_str).collect();
                    Some(Json::Array(vec![Json::from(texts.join(", "))]))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "keeps-the-prefix-in-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "The names of header fields with a prefix keep it in an error.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_error(outcome, "Hints", |value| {
                    let entries = value.members().iter();
                    let named = |(name, value): &(String, Json)| {
                        (format!("X-Hint-{name}"), value.clone())
                    };
                    Some(Json::Object(entries.map(named).collect()))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
