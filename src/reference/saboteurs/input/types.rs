use crate::json::Json;

use super::super::Saboteur;
use super::super::craft::inputs::{body, mended};
use super::super::fault::Fault;

const POLICY: &str = "input.types";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "makes-texts-of-scalars",
        policy: POLICY,
        what: "A number or a boolean in place of a text is sent as its digits or its name.",
        fault: Fault {
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
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "takes-null-for-absent",
        policy: POLICY,
        what: "A Domain that is null counts as one that is not set.",
        seen_in: Some("boto/boto3#331: the old boto took None for a parameter that is not set"),
        fault: Fault {
            forgive: Some(|seen| {
                let set = mended(seen, |members| {
                    members.retain(|(name, value)| name != "Domain" || !value.is_null());
                });
                set.as_ref().map(body)
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
