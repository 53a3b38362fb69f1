use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_all, without_nulls};
use super::super::support::sent::edit_body;

const POLICY: &str = "request.documents-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-documents-as-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "A document is sent as a string of JSON.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Extra" {
                            *value = Json::from(value.to_string());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-nulls-in-documents",
        policy: POLICY,
        operation: "SendParcel",
        what: "Members of a document that are null are not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Extra" {
                            *value = edit_all(value.clone(), &without_nulls);
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sorts-documents-into-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "Numbers inside documents are sent as texts.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Extra" {
                            *value = edit_all(value.clone(), &|v| match v {
                                Json::Number(number) => Json::from(number.as_str()),
                                other => other,
                            });
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
