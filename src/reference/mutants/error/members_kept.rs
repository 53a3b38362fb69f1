use crate::exchange::Outcome;
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::edit_error;

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
        name: "cuts-fields-of-errors-at-commas",
        policy: POLICY,
        operation: "SendParcel",
        what: "A text of an error in a header field ends at its first comma.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_error(outcome, "Reason", |value| {
                    value.as_str().and_then(|text| text.split(',').next()).map(Json::from)
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
