use crate::exchange::{Outcome, Stage};
use crate::json::Json;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::with_error;

const POLICY: &str = "error.never-success";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "success-by-its-body",
        policy: POLICY,
        what: "An error of 400 or more is shown as a success if its body looks like that of a success.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let body = Json::parse(&answer.body);
                    if answer.status >= 400
                        && body.is_ok_and(|body| body.get("InstanceUserSummary").is_some())
                    {
                        answer.status = 200;
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "success-up-to-300",
        policy: POLICY,
        what: "The status 300 counts as a success.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.status == 300 {
                        answer.status = 200;
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "broken-off-error-is-empty",
        policy: POLICY,
        what: "An error with a truncated body is shown as a success without members.",
        fault: PlantedFault {
            outcome: Some(|seen, outcome| match outcome {
                Outcome::ClientError { stage: Stage::Read, .. } if is_error(&seen.arrived) => {
                    let output = Json::object::<String>([]);
                    Outcome::Response { http_status: None, output, request_id: None }
                }
                other => other,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Reports whether a whole head has arrived, with the status of an error.
fn is_error(arrived: &[u8]) -> bool {
    let is_whole = arrived.windows(4).any(|bytes| bytes == b"\r\n\r\n");
    is_whole && arrived.get(9).is_some_and(|digit| matches!(digit, b'4' | b'5'))
}
