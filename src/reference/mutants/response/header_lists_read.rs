use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_all, edit_output};
use super::super::support::refused_if;

const POLICY: &str = "response.header-lists-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "splits-inside-quotes",
        policy: POLICY,
        operation: "SendParcel",
        what: "A list in a header field is split at every comma.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Route", |value| {
                    let Json::Array(items) = value else { return Some(value) };
                    let texts = items.iter().filter_map(Json::as_str);
                    let parts =
                        texts.flat_map(|text| text.split(',')).map(|part| Json::from(part.trim()));
                    Some(Json::Array(parts.collect()))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "reads-the-first-field-only",
        policy: POLICY,
        operation: "SendParcel",
        what: "Of several fields of a name only the first is read.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                match seen.answer.as_ref().map(|answer| {
                    answer.headers.iter().filter(|(name, _)| name == "X-Checks").count()
                }) {
                    Some(2..) => edit_output(outcome, "Checks", |value| {
                        let Json::Array(mut items) = value else { return Some(value) };
                        items.truncate(1);
                        Some(Json::Array(items))
                    }),
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "keeps-backslashes",
        policy: POLICY,
        operation: "SendParcel",
        what: "An escaped quote is shown with its backslash.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Route", |value| {
                    Some(edit_all(value, &|item| match item.as_str() {
                        Some(text) => Json::from(text.replace('"', "\\\"")),
                        None => item,
                    }))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "refuses-quotes",
        policy: POLICY,
        operation: "SendParcel",
        what: "A response with quotes in a list of a header field is refused.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let quoted = seen.header("X-Route").is_some_and(|route| route.contains('"'));
                refused_if(outcome, quoted)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
