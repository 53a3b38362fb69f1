use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::with_type_where;

const POLICY: &str = "error.modeled";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "types-no-error",
        policy: POLICY,
        what: "No error has a type of its own.",
        also: &["error.status-independent"],
        fault: PlantedFault {
            outcome: Some(|_, outcome| with_type_where(outcome, |_, _| false)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "quota-error-without-a-type",
        policy: POLICY,
        what: "ServiceQuotaExceededException, one of the seven modeled errors, has no type.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                with_type_where(outcome, |name, typed| {
                    typed && name != "ServiceQuotaExceededException"
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "no-type-without-a-message",
        policy: POLICY,
        what: "An error has no type of its own if it has no message.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { modeled, message: None, .. } = &mut outcome {
                    *modeled = false;
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
