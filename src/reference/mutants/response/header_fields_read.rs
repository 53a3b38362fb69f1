use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_output;

const POLICY: &str = "response.header-fields-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "does-not-read-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A member that is bound to a header field is never shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Trace", |_| None)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-numbers-as-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "A number in a header field is shown as a text.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Attempt", |value| Some(Json::from(value.to_string())))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-decode-media-types",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text with a media type in a header field is shown in base64.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Origin", |value| {
                    Some(Json::from(STANDARD.encode(value.as_str().unwrap_or_default())))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "reads-any-text-as-true",
        policy: POLICY,
        operation: "SendParcel",
        what: "A boolean in a header field is true, whatever it says.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Urgent", |value| value.as_bool().map(|_| Json::Bool(true)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "cuts-header-fields-at-commas",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text in a header field ends at its first comma.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Trace", |value| {
                    value.as_str().and_then(|text| text.split(',').next()).map(Json::from)
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
