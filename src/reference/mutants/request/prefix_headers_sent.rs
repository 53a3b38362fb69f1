use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.prefix-headers-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-no-prefixed-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "The entries of a map with a prefix are not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| draft.signed.retain(|(name, _)| !name.starts_with("X-Meta-"))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "forgets-the-prefix",
        policy: POLICY,
        operation: "SendParcel",
        what: "The fields of a map have the keys as their names, without the prefix.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                for (name, _) in &mut draft.signed {
                    if let Some(key) = name.strip_prefix("X-Meta-") {
                        *name = key.to_owned();
                    }
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-one-prefixed-field",
        policy: POLICY,
        operation: "SendParcel",
        what: "Of several entries of a map with a prefix only the first is sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                let mut seen = false;
                draft.signed.retain(|(name, _)| {
                    let prefixed = name.starts_with("X-Meta-");
                    let again = prefixed && seen;
                    seen |= prefixed;
                    !again
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
