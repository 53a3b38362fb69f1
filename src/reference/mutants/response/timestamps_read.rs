use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_output, number};
use super::super::support::refused_if;

const POLICY: &str = "response.timestamps-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "shows-milliseconds",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp is shown in milliseconds.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "At", |value| match value {
                    Json::Number(seconds) => {
                        Some(number(&format!("{}", seconds.to_f64() * 1000.0)))
                    }
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-fractions",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp loses its fraction.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "At", |value| match value {
                    Json::Number(seconds) => Some(number(&format!("{}", seconds.to_f64().trunc()))),
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "refuses-exponents",
        policy: POLICY,
        operation: "SendParcel",
        what: "A response with an exponent in a timestamp is refused.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let body = seen.body();
                let at = body.split_once("\"At\":").map_or("", |(_, rest)| rest);
                let end = at.find([',', '}']).unwrap_or(at.len());
                refused_if(outcome, at[..end].contains(['e', 'E']))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "expects-three-digits",
        policy: POLICY,
        operation: "SendParcel",
        what: "A date with a fraction of other than three digits is refused.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let body = seen.body();
                let at = body.split_once("\"AtText\":\"").map_or("", |(_, rest)| rest);
                let at = at.split('"').next().unwrap_or_default();
                let digits = at
                    .split_once('.')
                    .map(|(_, rest)| rest.bytes().take_while(u8::is_ascii_digit).count());
                refused_if(outcome, digits.is_some_and(|digits| digits != 3))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "ignores-offsets",
        policy: POLICY,
        operation: "SendParcel",
        what: "The offset of a date is ignored.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let ahead = seen.body().contains("+02:30\"");
                edit_output(outcome, "AtText", |value| match value {
                    Json::Number(seconds) if ahead => {
                        Some(number(&format!("{}", seconds.to_f64() + 9000.0)))
                    }
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "reads-seconds-in-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp in a header field is not shown, because it is no number.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "Due", |_| None)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "loses-the-sign-of-a-moment",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp before 1970 is shown as one after it.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| {
                edit_output(outcome, "At", |value| match value {
                    Json::Number(seconds) => Some(number(seconds.as_str().trim_start_matches('-'))),
                    other => Some(other),
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
