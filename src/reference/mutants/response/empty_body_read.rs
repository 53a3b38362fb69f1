use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::refused_if;

const POLICY: &str = "response.empty-body-read";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "refuses-an-empty-body",
        policy: POLICY,
        operation: "FindParcels",
        what: "An empty body is refused, because it is not JSON.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| refused_if(outcome, seen.body().is_empty())),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "refuses-an-empty-body-of-json",
        policy: POLICY,
        operation: "SendParcel",
        what: "An empty body is refused if the response declares it as JSON.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| {
                let json =
                    seen.header("Content-Type").is_some_and(|told| told == "application/json");
                refused_if(outcome, json && seen.body().is_empty())
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
