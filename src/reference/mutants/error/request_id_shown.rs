use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::{has_canonical_request_id, past_request_id, with_request_id};

const POLICY: &str = "error.request-id-shown";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "error-without-request-id",
        policy: POLICY,
        what: "The client shows request ids of successes alone.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| match outcome {
                Outcome::ServiceError { .. } => with_request_id(outcome, None),
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "error-request-id-by-its-spelling",
        policy: POLICY,
        what: "The client compares the name of the header field with its case, for errors.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ServiceError { .. } if !has_canonical_request_id(seen) => {
                    with_request_id(outcome, None)
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "error-request-id-left-over",
        policy: POLICY,
        what: "The client shows the request id of the previous call for an error that has none.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ServiceError { request_id: None, .. } => {
                    with_request_id(outcome, past_request_id(seen))
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
