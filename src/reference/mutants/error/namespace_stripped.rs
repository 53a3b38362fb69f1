use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{error_type, renamed};

const POLICY: &str = "error.namespace-stripped";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "namespace-kept",
        policy: POLICY,
        what: "The name of an error keeps its namespace.",
        seen_in: Some(
            "smithy-lang/smithy-java#1273: the client found no exception for a `__type` with a namespace",
        ),
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.answer.as_ref().and_then(error_type) {
                Some(value) => renamed(outcome, Some(without_uri(&value))),
                None => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "strips-its-own-namespace-only",
        policy: POLICY,
        what: "The name of an error keeps its namespace unless that is the namespace of the operation.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match seen.answer.as_ref().and_then(error_type) {
                Some(value) if !value.starts_with(OWN) => {
                    renamed(outcome, Some(without_uri(&value)))
                }
                _ => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// The namespace of the operation.
const OWN: &str = "com.amazonaws.licensemanagerusersubscriptions#";

fn without_uri(error_type: &str) -> String {
    error_type.split(':').next().unwrap_or(error_type).to_owned()
}
