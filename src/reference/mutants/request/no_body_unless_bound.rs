use super::super::Mutant;
use super::super::fault::PlantedFault;

const POLICY: &str = "request.no-body-unless-bound";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "sends-an-empty-object",
        policy: POLICY,
        operation: "FindParcels",
        what: "A request without members in its body has an empty object as its body.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                draft.body = b"{}".to_vec();
                draft.content_type = "application/json".to_owned();
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "names-a-type-without-a-body",
        policy: POLICY,
        operation: "FindParcels",
        what: "A request without a body has a Content-Type if it has no query of the caller.",
        fault: PlantedFault {
            request: Some(|_, draft| {
                if !draft.target.contains("page=") {
                    draft.content_type = "application/json".to_owned();
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
