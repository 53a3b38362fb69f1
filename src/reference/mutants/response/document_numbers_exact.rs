use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{as_double, edit_all, edit_output};

const POLICY: &str = "response.document-numbers-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "keeps-documents-in-doubles",
        policy: POLICY,
        operation: "SendParcel",
        what: "Numbers in a document are shown as doubles.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| Some(edit_all(value, &as_double)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-payload-documents-in-doubles",
        policy: POLICY,
        operation: "DescribeParcel",
        what: "Numbers in a document that is the payload are doubles.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Extra", |value| Some(edit_all(value, &as_double)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
