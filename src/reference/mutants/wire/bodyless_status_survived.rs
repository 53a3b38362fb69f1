use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::arrived::heads;
use crate::exchange::Outcome;
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.bodyless-status-survived";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "waits-for-a-body-after-any-status",
        policy: POLICY,
        what: "The client reads until the connection closes if a response has no length, whatever its status.",
        fault: PlantedFault {
            answer: Some(|_, read| timed_out_if(read, |answer| waits(answer, false))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "waits-for-a-body-after-an-interim-answer",
        policy: POLICY,
        what: "The client knows statuses without a body only if no interim response came before.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let interim = heads(&seen.arrived).0.len() > 1;
                timed_out_if(read, |answer| interim && waits(answer, false))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "believes-the-length-of-a-304",
        policy: POLICY,
        what: "The client waits for as many bytes as the Content-Length of a 304 says.",
        fault: PlantedFault {
            answer: Some(|_, read| timed_out_if(read, |answer| waits(answer, true))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "shows-every-success-as-200",
        policy: POLICY,
        what: "The client shows the status 200 for a success with an empty body.",
        fault: PlantedFault { outcome: Some(always_200), ..PlantedFault::NONE },
        ..Mutant::SUBTLE
    },
];

/// Reports whether a client that reads the framing, and not the status, waits for bytes: until the connection closes,
/// or for as many as the length says.
fn waits(answer: &Answer, by_length: bool) -> bool {
    let closes =
        answer.header("Connection").is_some_and(|value| value.eq_ignore_ascii_case(b"close"));
    let length = answer.header("Content-Length");
    match length {
        _ if !matches!(answer.status, 204 | 304) => false,
        Some(length) => by_length && length != b"0",
        None => !by_length && !closes && answer.header("Transfer-Encoding").is_none(),
    }
}

fn timed_out_if(
    read: Result<Answer, HttpError>,
    waits: impl Fn(&Answer) -> bool,
) -> Result<Answer, HttpError> {
    match read {
        Ok(answer) if waits(&answer) => Err(HttpError::TimedOut),
        read => read,
    }
}

fn always_200(seen: &Seen<'_>, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Response { output, request_id, .. } if seen.body().is_empty() => {
            Outcome::Response { http_status: Some(200), output, request_id }
        }
        outcome => outcome,
    }
}
