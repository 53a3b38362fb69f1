use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_field;

const POLICY: &str = "request.header-fields-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text that is bound to a header field is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| edit_field(draft, "X-Trace", |_| None)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "spells-booleans-its-own-way",
        policy: POLICY,
        operation: "SendParcel",
        what: "A boolean in a header field is True or False.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Urgent", |value| {
                    Some(value.replacen('t', "T", 1).replacen('f', "F", 1))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-zero-from-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A number in a header field is not sent if it is zero.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Attempt", |value| Some(value.to_owned()).filter(|v| v != "0"))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-json-in-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text with a media type is sent in a header field as it is.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Origin", |value| {
                    String::from_utf8(STANDARD.decode(value).ok()?).ok()
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "quotes-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text in a header field is put in quotes if it has a comma.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Trace", |value| match value.contains(',') {
                    true => Some(format!("\"{value}\"")),
                    false => Some(value.to_owned()),
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
