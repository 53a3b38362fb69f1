use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_output;
use super::super::support::refused_if;

const POLICY: &str = "response.raw-payload-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "reads-payloads-as-base64",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A blob that is the payload is taken for base64.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Content", |value| {
                    let bytes =
                        STANDARD.decode(value.as_str().unwrap_or_default()).unwrap_or_default();
                    Some(Json::from(String::from_utf8_lossy(&bytes).into_owned()))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "refuses-payloads-that-are-not-json",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A blob that is not JSON is refused.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let is_json = Json::parse(seen.body()).is_ok() || seen.body().is_empty();
                refused_if(outcome, !is_json)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "unquotes-payloads",
        policy: POLICY,
        operation: "NoteParcel",
        what: "A text that is the payload loses its quotes.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Note", |value| {
                    value.as_str().map(|text| Json::from(text.trim_matches('"')))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "trims-texts-in-payloads",
        policy: POLICY,
        operation: "DrawParcel",
        what: "A text that is the payload loses the white space at its ends.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Caption", |value| {
                    value.as_str().map(|text| Json::from(text.trim()))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
