use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::parts::edit_query;

const POLICY: &str = "request.constant-query-sent";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "drops-the-constant-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "The parameters of the operation are not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_query(draft, |query| query.replace("type=parcel&empty", ""))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "drops-parameters-without-a-value",
        policy: POLICY,
        operation: "FindParcels",
        what: "A parameter of the operation that has no value is not sent.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_query(draft, |query| {
                    let kept = query.split('&').filter(|part| part.contains('='));
                    kept.collect::<Vec<_>>().join("&")
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "replaces-the-constant-query",
        policy: POLICY,
        operation: "FindParcels",
        what: "If a member is bound to the query, the parameters of the operation are lost.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                edit_query(draft, |query| match query.contains("page=") {
                    true => query.replace("type=parcel&empty&", ""),
                    false => query.to_owned(),
                });
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
