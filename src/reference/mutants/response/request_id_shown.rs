use crate::exchange::Outcome;

use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::with_request_id;

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
                Outcome::Response { .. } if !is_canonical(seen) => with_request_id(outcome, None),
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
            outcome: Some(|seen, outcome| {
                let past = seen.past.as_ref().and_then(|past| past.outcome.request_id());
                match (&outcome, past) {
                    (Outcome::Response { request_id: None, .. }, Some(past)) => {
                        with_request_id(outcome, Some(past.to_owned()))
                    }
                    _ => outcome,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Reports whether the response has its request id in a field that is spelled as most services spell it.
fn is_canonical(seen: &Seen<'_>) -> bool {
    let fields = seen.answer.iter().flat_map(|answer| &answer.headers);
    fields.into_iter().any(|(name, _)| name == "x-amzn-RequestId")
}
