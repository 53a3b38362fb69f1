use std::process;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use crate::reference::http::HttpError;

const POLICY: &str = "wire.never-crashes";

/// The number of header fields that the array holds.
const ROOM: usize = 256;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "panics-past-its-room-for-headers",
        policy: POLICY,
        what: "The client writes past the end of an array if a response has more than 256 header fields.",
        in_process: false,
        fault: PlantedFault {
            answer: Some(|_, read| {
                if let Ok(answer) = &read {
                    let mut room = [0; ROOM];
                    for (i, (name, _)) in answer.headers.iter().enumerate() {
                        room[i] = name.len();
                    }
                }
                read
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "aborts-on-gzip-that-is-none",
        policy: POLICY,
        what: "The process aborts if a response is labelled as compressed and its body is plain JSON.",
        in_process: false,
        fault: PlantedFault {
            answer: Some(|_, read| {
                if let Ok(answer) = &read
                    && answer.header("Content-Encoding") == Some(b"gzip")
                    && answer.body.starts_with(b"{")
                {
                    process::abort();
                }
                read
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "panics-where-the-trailers-break-off",
        policy: POLICY,
        what: "The client unwraps a missing response if the connection ends after the last chunk.",
        seen_in: Some(
            "aws/aws-sdk-go#468: ValidateResponseHandler dereferenced the nil response of a failed \
             connection",
        ),
        in_process: false,
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let last = b"\r\n0\r\n";
                let in_trailers = seen.arrived.windows(last.len()).any(|window| window == last);
                match read {
                    Err(HttpError::Ended) if in_trailers => {
                        panic!("planted fault: there is no answer")
                    }
                    read => read,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
