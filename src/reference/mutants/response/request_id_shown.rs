use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::{has_canonical_request_id, past_request_id, with_request_id};

const POLICY: &str = "response.request-id-shown";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "response-without-request-id",
        policy: POLICY,
        what: "The client shows request ids of errors alone.",
        fault: PlantedFault {
            outcome: Some(|_, outcome| match outcome {
                Outcome::Response { .. } => with_request_id(outcome, None),
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "response-request-id-by-its-spelling",
        policy: POLICY,
        what: "The client compares the name of the header field with its case, for successes.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::Response { .. } if !has_canonical_request_id(seen) => {
                    with_request_id(outcome, None)
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "response-request-id-left-over",
        policy: POLICY,
        what: "The client shows the request id of the previous call for a success that has none.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::Response { request_id: None, .. } => {
                    with_request_id(outcome, past_request_id(seen))
                }
                outcome => outcome,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
