use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_path;

const POLICY: &str = "input.empty-label-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-empty-labels",
        policy: POLICY,
        operation: "StoreParcel",
        what: "An empty label is sent: the path has an empty segment.",
        fault: PlantedFault {
            input: Some(|_, input| match input {
                Json::Object(members) => Json::object(members.into_iter().map(|(name, value)| {
                    let empty = name == "Bucket" && value.as_str() == Some("");
                    (name, if empty { Json::from("EMPTY") } else { value })
                })),
                other => other,
            }),
            request: Some(|_, draft| edit_path(draft, |path| path.replace("EMPTY", ""))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-empty-greedy-labels",
        policy: POLICY,
        operation: "DrawParcel",
        what: "An empty greedy label is sent: the path ends before it.",
        fault: PlantedFault {
            input: Some(|_, input| match input {
                Json::Object(members) => Json::object(members.into_iter().map(|(name, value)| {
                    let empty = name == "Key" && value.as_str() == Some("");
                    (name, if empty { Json::from("EMPTY") } else { value })
                })),
                other => other,
            }),
            request: Some(|_, draft| edit_path(draft, |path| path.replace("/EMPTY", ""))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
