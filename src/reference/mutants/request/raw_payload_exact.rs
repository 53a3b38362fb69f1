use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.raw-payload-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "encodes-payloads",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A blob that is the payload is sent in base64.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.body = STANDARD.encode(&draft.body).into_bytes()),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "repairs-text-in-payloads",
        policy: POLICY,
        operation: "DrawParcel",
        what: "Bytes of a payload that are not UTF-8 become replacement characters.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.body = String::from_utf8_lossy(&draft.body).into_owned().into_bytes()
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "trims-payloads",
        policy: POLICY,
        operation: "StoreParcel",
        what: "A payload loses a line break at its end.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.body.truncate(draft.body.trim_ascii_end().len())),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "reads-payloads-as-json",
        policy: POLICY,
        operation: "NoteParcel",
        what: "A text that is the payload is sent as a JSON string.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                let text = String::from_utf8_lossy(&draft.body).into_owned();
                if !text.is_empty() {
                    draft.body = Json::from(text.as_str()).to_string().into_bytes();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
];
