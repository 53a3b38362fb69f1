use super::super::Saboteur;
use super::super::craft::error::{declared_status, with_type_where};
use super::super::fault::Fault;

const POLICY: &str = "error.status-independent";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "types-at-the-declared-status-only",
        policy: POLICY,
        what: "An error has its type only at the status that the operation declares for it.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                with_type_where(outcome, |name, _| declared_status(name) == Some(seen.status()))
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "no-client-fault-past-500",
        policy: POLICY,
        what: "An error that is the fault of the client has no type where its status is 500 or more.",
        fault: Fault {
            outcome: Some(|seen, outcome| {
                with_type_where(outcome, |name, typed| {
                    typed && (seen.status() < 500 || declared_status(name) == Some(500))
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
