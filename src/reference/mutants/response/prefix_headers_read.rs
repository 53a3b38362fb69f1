use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_output;

const POLICY: &str = "response.prefix-headers-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "keeps-the-prefix",
        policy: POLICY,
        operation: "SendParcel",
        what: "The keys of a map with a prefix have the prefix.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Meta", |value| match value {
                    Json::Object(entries) => Some(Json::Object(
                        entries
                            .into_iter()
                            .map(|(key, value)| (format!("X-Meta-{key}"), value))
                            .collect(),
                    )),
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "compares-the-prefix-with-its-case",
        policy: POLICY,
        operation: "SendParcel",
        what: "Fields are found only if their prefix is in the case of the model.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let exact = seen.answer.as_ref().is_none_or(|answer| {
                    answer.headers.iter().any(|(name, _)| name.starts_with("X-Meta-"))
                });
                edit_output(outcome, "Meta", |value| exact.then_some(value))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "shows-one-prefixed-field",
        policy: POLICY,
        operation: "SendParcel",
        what: "Of several fields with a prefix only the first is shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Meta", |value| match value {
                    Json::Object(mut entries) => {
                        entries.truncate(1);
                        Some(Json::Object(entries))
                    }
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
