use super::super::Saboteur;
use super::super::craft::error::with_type_where;
use super::super::fault::Fault;

const POLICY: &str = "error.unknown-code-generic";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "types-every-error",
        policy: POLICY,
        what: "Every error that has a name has a type of its own, also one that the operation does not list.",
        fault: Fault {
            outcome: Some(|_, outcome| with_type_where(outcome, |_, _| true)),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "types-what-every-object-has",
        policy: POLICY,
        what: "The types are members of a plain JavaScript object, so that `constructor` is one of them.",
        fault: Fault {
            outcome: Some(|_, outcome| {
                let inherited =
                    ["constructor", "hasOwnProperty", "isPrototypeOf", "toString", "valueOf"];
                with_type_where(outcome, |name, typed| typed || inherited.contains(&name))
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
