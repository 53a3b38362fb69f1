use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{declared_status, with_type_where};

const POLICY: &str = "error.status-independent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "types-at-the-declared-status-only",
        policy: POLICY,
        what: "An error has its type only if it arrives with the status that the model declares for it.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                with_type_where(outcome, |name, _| declared_status(name) == Some(seen.status()))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "no-client-fault-past-500",
        policy: POLICY,
        what: "A client error has no type if its status is 500 or more.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                with_type_where(outcome, |name, typed| {
                    typed && (seen.status() < 500 || declared_status(name) == Some(500))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
