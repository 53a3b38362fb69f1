use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::inputs::{body, is_valid, mended};

const POLICY: &str = "input.types";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "makes-texts-of-scalars",
        policy: POLICY,
        what: "A number or a boolean in the place of a string is sent as its text.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let texts = mended(seen, |members| {
                    for (_, value) in members {
                        if matches!(value, Json::Number(_) | Json::Bool(_)) {
                            *value = Json::String(value.to_string());
                        }
                    }
                });
                texts.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-null-for-absent",
        policy: POLICY,
        what: "A null Domain counts as not set.",
        seen_in: Some("boto/boto3#331: the old boto treated a parameter that is None as not set"),
        fault: PlantedFault {
            forgive: Some(|seen| {
                let set = mended(seen, |members| {
                    members.retain(|(name, value)| name != "Domain" || !value.is_null());
                });
                set.as_ref().map(body)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-no-members-for-no-object",
        policy: POLICY,
        what: "An input that is not an object is sent as an empty object.",
        fault: PlantedFault {
            forgive: Some(|seen| {
                let no_object = !matches!(seen.input, Json::Object(_));
                no_object.then(|| b"{}".to_vec())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-a-list-for-its-element",
        policy: POLICY,
        what: "A list with one valid input in it is sent as that input.",
        fault: PlantedFault {
            forgive: Some(|seen| match seen.input {
                Json::Array(items) => match &items[..] {
                    [input] if is_valid(input) => Some(body(input)),
                    _ => None,
                },
                _ => None,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
