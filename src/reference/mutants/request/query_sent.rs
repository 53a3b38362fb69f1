use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::{bare, edit_parameter, edit_query};

const POLICY: &str = "request.query-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "encodes-the-query-like-a-form",
        policy: POLICY,
        operation: "FindParcels",
        what: "A space in the query becomes a plus sign.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "page", |value| Some(bare(value, "%20", "+")))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "joins-lists-in-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "A list in the query is one parameter, joined with commas.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_query(draft, |query| {
                    let (sizes, mut others): (Vec<&str>, Vec<&str>) =
                        query.split('&').partition(|part| part.starts_with("size="));
                    let sizes: Vec<&str> = sizes.iter().map(|part| &part[5..]).collect();
                    let joined = format!("size={}", sizes.join("%2C"));
                    if !sizes.is_empty() {
                        others.push(&joined);
                    }
                    others.join("&")
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "leaves-ampersands-in-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "An ampersand in the query is not encoded.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "page", |value| Some(bare(value, "%26", "&")))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-false-from-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "A parameter that is false is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "exact", |value| {
                    Some(value.to_owned()).filter(|v| v != "false")
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-zero-from-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "A parameter that is zero is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "limit", |value| Some(value.to_owned()).filter(|v| v != "0"))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-empty-texts-from-the-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "A parameter that is an empty text is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_parameter(draft, "page", |value| {
                    Some(value.to_owned()).filter(|v| !v.is_empty())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
