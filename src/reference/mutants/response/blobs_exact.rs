use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_output;

const POLICY: &str = "response.blobs-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "repairs-text-in-blobs",
        policy: POLICY,
        operation: "SendParcel",
        what: "Bytes of a blob that are not UTF-8 are shown as replacement characters.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Content", |value| {
                    let bytes =
                        STANDARD.decode(value.as_str().unwrap_or_default()).unwrap_or_default();
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    Some(Json::from(STANDARD.encode(text)))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "encodes-blobs-again",
        policy: POLICY,
        operation: "SendParcel",
        what: "A blob of more than five bytes is shown in base64 of its base64.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Content", |value| match value.as_str() {
                    Some(text) if text.len() > 8 => Some(Json::from(STANDARD.encode(text))),
                    _ => Some(value),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
