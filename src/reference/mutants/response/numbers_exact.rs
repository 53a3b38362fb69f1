use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{as_double, edit_output};
use super::super::support::refused_if;

const POLICY: &str = "response.numbers-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "keeps-longs-as-doubles",
        policy: POLICY,
        operation: "SendParcel",
        what: "A long is shown as the nearest double.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Count", |value| Some(as_double(value)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-large-integers-as-doubles",
        policy: POLICY,
        operation: "SendParcel",
        what: "An integer with many digits is shown as the nearest double.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Huge", |value| Some(as_double(value)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "keeps-decimals-as-doubles",
        policy: POLICY,
        operation: "SendParcel",
        what: "A decimal with many digits is shown as the nearest double.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Price", |value| Some(as_double(value)))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "refuses-large-integers",
        policy: POLICY,
        operation: "SendParcel",
        what: "A response with an integer of more than 19 digits is refused.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                let large = match &outcome {
                    Outcome::Response { output, .. } => {
                        output.get("Huge").is_some_and(|value| value.to_string().len() > 20)
                    }
                    _ => false,
                };
                refused_if(outcome, large)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
