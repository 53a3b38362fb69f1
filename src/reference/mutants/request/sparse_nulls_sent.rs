use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_all, without_nulls};
use super::super::support::sent::edit_body;

const POLICY: &str = "request.sparse-nulls-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-nulls-in-sparse-lists",
        policy: POLICY,
        operation: "SendParcel",
        what: "The nulls of a sparse list are not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "SparseTexts" {
                            *value = without_nulls(value.clone());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-nulls-in-sparse-maps",
        policy: POLICY,
        operation: "SendParcel",
        what: "The nulls of a sparse map are not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "SparseLabels" {
                            *value = without_nulls(value.clone());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-empty-texts-for-nulls",
        policy: POLICY,
        operation: "SendParcel",
        what: "A null in a sparse list is sent as an empty text.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "SparseTexts" {
                            *value = edit_all(value.clone(), &|item| {
                                if item.is_null() { Json::from("") } else { item }
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
