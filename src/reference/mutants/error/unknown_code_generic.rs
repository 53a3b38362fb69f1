use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::with_type_where;

const POLICY: &str = "error.unknown-code-generic";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "types-every-error",
        policy: POLICY,
        what: "Every named error has a type of its own, even if the operation does not list it.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| with_type_where(outcome, |_, _| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "types-what-every-object-has",
        policy: POLICY,
        what: "The types are members of a plain JavaScript object, so `constructor` counts as a type.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                let inherited =
                    ["constructor", "hasOwnProperty", "isPrototypeOf", "toString", "valueOf"];
                with_type_where(outcome, |name, typed| typed || inherited.contains(&name))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
