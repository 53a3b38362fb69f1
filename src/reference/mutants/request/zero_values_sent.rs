use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_body;

const POLICY: &str = "request.zero-values-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "omits-zero",
        policy: POLICY,
        operation: "SendParcel",
        what: "A required number is not sent if it is zero.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    members.retain(|(name, v)| name != "Copies" || v.to_string() != "0")
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "omits-false",
        policy: POLICY,
        operation: "SendParcel",
        what: "A required boolean is not sent if it is false.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    members.retain(|(name, v)| name != "Open" || v.to_string() != "false")
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
