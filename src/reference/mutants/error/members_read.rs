use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_error;

const POLICY: &str = "error.members-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-only-the-message-of-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "The members of an error in the body are not shown, apart from its message.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                ["Stop", "Remark"]
                    .into_iter()
                    .fold(outcome, |outcome, name| edit_error(outcome, name, |_| None))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "knows-no-wire-names-of-errors",
        policy: POLICY,
        operation: "SendParcel",
        what: "A member of an error with another name in JSON is not found.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| edit_error(outcome, "Remark", |_| None)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "shows-structures-of-errors-flat",
        policy: POLICY,
        operation: "SendParcel",
        what: "A structure in an error is shown without its lists.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_error(outcome, "Stop", |value| {
                    let members = value.members().iter();
                    let flat = members.filter(|(_, value)| !matches!(value, Json::Array(_)));
                    Some(Json::Object(flat.cloned().collect()))
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
