use crate::exchange::Outcome;

use super::super::Saboteur;
use super::super::craft::error::with_type_where;
use super::super::fault::Fault;

const POLICY: &str = "error.modeled";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "types-no-error",
        policy: POLICY,
        what: "No error has a type of its own.",
        also: &["error.status-independent"],
        fault: Fault {
            outcome: Some(|_, outcome| with_type_where(outcome, |_, _| false)),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "quota-error-without-a-type",
        policy: POLICY,
        what: "ServiceQuotaExceededException, one of the seven, has no type.",
        fault: Fault {
            outcome: Some(|_, outcome| {
                with_type_where(outcome, |name, typed| {
                    typed && name != "ServiceQuotaExceededException"
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
    Saboteur {
        name: "no-type-without-a-message",
        policy: POLICY,
        what: "An error has no type of its own where it has no message.",
        fault: Fault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { modeled, message: None, .. } = &mut outcome {
                    *modeled = false;
                }
                outcome
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
