use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_body;

const POLICY: &str = "request.blobs-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "encodes-blobs-twice",
        policy: POLICY,
        operation: "SendParcel",
        what: "A blob is encoded in base64 twice.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Content" {
                            *value =
                                Json::from(STANDARD.encode(value.as_str().unwrap_or_default()));
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "uses-the-alphabet-of-urls",
        policy: POLICY,
        operation: "SendParcel",
        what: "A blob is encoded in the alphabet for URLs.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Content" {
                            let text = value.as_str().unwrap_or_default();
                            *value = Json::from(text.replace('+', "-").replace('/', "_"));
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-the-padding",
        policy: POLICY,
        operation: "SendParcel",
        what: "A blob is encoded without padding.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Content" {
                            let text = value.as_str().unwrap_or_default().trim_end_matches('=');
                            *value = Json::from(text);
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
