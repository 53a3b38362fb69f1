use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, edit_error};

const POLICY: &str = "error.members-kept";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "does-not-read-fields-of-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "A member of an error that is bound to a header field is never shown.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| edit_error(outcome, "Reason", |_| None)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-read-members-of-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "An error shows no member but its message.",
        fault: PlantedFault {
            outcome: Some(|_, mut outcome| {
                if let Outcome::ServiceError { error: Some(Json::Object(members)), .. } = &mut outcome {
                    members.retain(|(name, _)| name == "message");
                }
                outcome
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "does-not-read-fields-of-errors-named-in-the-body",
        policy: POLICY,
        operation: "SendParcel",
        what: "A member of an error that is bound to a header field is not shown if the body names the error.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.header(ERROR_TYPE) {
                Some(_) => outcome,
                None => edit_error(outcome, "Reason", |_| None),
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
