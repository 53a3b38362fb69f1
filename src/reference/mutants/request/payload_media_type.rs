use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.payload-media-type";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "declares-payloads-as-json",
        policy: POLICY,
        operation: "StoreParcel",
        what: "The type of every payload is application/json.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.content_type = "application/json".to_owned()),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "forgets-the-media-type",
        policy: POLICY,
        operation: "DrawParcel",
        what: "The media type of the model is not sent, but that of any blob.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.content_type = "application/octet-stream".to_owned()),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "ignores-the-type-of-the-caller",
        policy: POLICY,
        operation: "StoreParcel",
        what: "The type that the caller sets is not sent.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                if seen.input.get("Kind").is_some() {
                    draft.content_type = "application/octet-stream".to_owned();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "declares-json-as-octets",
        policy: POLICY,
        operation: "LabelParcel",
        what: "A structure that is the payload is declared as a blob.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.content_type = "application/octet-stream".to_owned()),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
