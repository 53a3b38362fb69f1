use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_field;

const POLICY: &str = "request.header-lists-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-lists-in-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A list that is bound to a header field is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| edit_field(draft, "X-Route", |_| None)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-quote-commas",
        policy: POLICY,
        operation: "SendParcel",
        what: "An element with a comma is not put in quotes.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Route", |value| {
                    Some(value.replace("\\\"", "'").replace('"', ""))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "does-not-escape-quotes",
        policy: POLICY,
        operation: "SendParcel",
        what: "A quote inside an element is not escaped.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Route", |value| Some(value.replace("\\\"", "\"")))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-the-first-element",
        policy: POLICY,
        operation: "SendParcel",
        what: "Of a list of numbers in a header field only the first is sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_field(draft, "X-Checks", |value| value.split(',').next().map(str::to_owned))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
