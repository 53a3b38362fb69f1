use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::sent::edit_body;

const POLICY: &str = "request.no-duplicate-members";

/// The size of the writer's buffer in bytes.
const BUFFER: usize = 64 * 1024;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "writes-the-instance-twice",
        policy: POLICY,
        what: "The InstanceId is written twice with the same text.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    let instance = members.iter().find(|(name, _)| name == "InstanceId").cloned();
                    members.extend(instance);
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "writes-again-what-filled-its-buffer",
        policy: POLICY,
        what: "A member that does not fit into a buffer of 64 KiB is written again after a flush.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    let large = members.iter().filter(|(_, value)| {
                        value.as_str().is_some_and(|text| text.len() >= BUFFER)
                    });
                    let large: Vec<_> = large.cloned().collect();
                    members.extend(large);
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
