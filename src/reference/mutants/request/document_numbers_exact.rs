use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{as_double, edit_all};
use super::super::support::sent::edit_body;

const POLICY: &str = "request.document-numbers-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "rounds-numbers-in-documents",
        policy: POLICY,
        operation: "SendParcel",
        what: "Numbers in documents are doubles.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Extra" {
                            *value = edit_all(value.clone(), &as_double);
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "rounds-numbers-in-payloads",
        policy: POLICY,
        operation: "DescribeParcel",
        what: "Numbers in a document that is the payload are doubles.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if let Ok(value) = Json::parse(&draft.body) {
                    draft.body = edit_all(value, &as_double).to_string().into_bytes();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
