use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{edit_field, edit_parameter, edit_path, number};
use super::super::support::sent::edit_body;

const POLICY: &str = "request.timestamps-in-format";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-seconds-in-header-fields",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp in a header field is a number of seconds.",
        fault: PlantedFault {
            request: Some(|seen, draft| {
                edit_field(draft, "X-Due", |_| seen.input.get("Due").map(Json::to_string))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-http-dates-in-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "A timestamp in the query is an HTTP date.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "since", |_| {
                    Some("Mon%2C%2001%20Sep%202025%2000%3A00%3A00%20GMT".to_owned())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "sends-date-times-in-the-body",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp in the body is a date-time.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "At" {
                            *value = Json::from("2025-09-01T00:00:00Z");
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "ignores-the-format-of-a-member",
        policy: POLICY,
        operation: "SendParcel",
        what: "A member that is in the body as a date-time is sent as a number.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "AtText" {
                            *value = number("1756684800");
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-milliseconds",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp with a fraction is sent in milliseconds.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "At"
                            && let Json::Number(seconds) = value
                            && !seconds.is_integral()
                        {
                            *value = number(&format!("{}", seconds.to_f64() * 1000.0));
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "sends-today-before-1970",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp before 1970 loses its sign.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_body(draft, |members| {
                    for (name, value) in members {
                        if name == "At"
                            && let Json::Number(seconds) = value
                        {
                            *value = number(seconds.as_str().trim_start_matches('-'));
                        }
                    }
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "labels-with-a-date-only",
        policy: POLICY,
        operation: "SendParcel",
        what: "A timestamp in a label has no time.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_path(draft, |path| match path.split_once("T") {
                    Some((date, rest)) if date.contains("/days/") => {
                        let rest = rest.find('/').map_or("", |at| &rest[at..]);
                        format!("{date}{rest}")
                    }
                    _ => path.to_owned(),
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
