use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_output, number};

const POLICY: &str = "response.status-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-no-status",
        policy: POLICY,
        operation: "SendParcel",
        what: "The member that is bound to the status is never shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Code", |_| None)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "shows-the-declared-status-in-its-member",
        policy: POLICY,
        operation: "SendParcel",
        what: "The member that is bound to the status shows the status of the model.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Code", |_| Some(number("201")))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
