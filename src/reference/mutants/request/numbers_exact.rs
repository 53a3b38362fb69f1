use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::as_double;
use super::super::support::sent::edit_body;

const POLICY: &str = "request.numbers-exact";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-numbers-as-texts",
        policy: POLICY,
        operation: "SendParcel",
        what: "A number is sent as a string.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Count" {
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
        name: "sends-doubles",
        policy: POLICY,
        operation: "SendParcel",
        what: "A long is sent as the nearest double.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Count" {
                            *value = as_double(value.clone());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "rounds-large-integers",
        policy: POLICY,
        operation: "SendParcel",
        what: "An integer with many digits is sent as the nearest double.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Huge" {
                            *value = as_double(value.clone());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "rounds-prices",
        policy: POLICY,
        operation: "SendParcel",
        what: "A decimal with many digits is sent as the nearest double.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "Price" {
                            *value = as_double(value.clone());
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
