use std::process;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use crate::reference::http::HttpError;

const POLICY: &str = "wire.never-crashes";

/// How many header fields there is room for.
const ROOM: usize = 256;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "panics-past-its-room-for-headers",
        policy: POLICY,
        what: "An answer with more than 256 header fields is written past the end of an array.",
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
        what: "The process aborts where an answer is said to be compressed and its body is plain JSON.",
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
        what: "An answer in chunks whose connection ends behind the last chunk is unwrapped though it is \
               none.",
        seen_in: Some(
            "aws/aws-sdk-go#468: ValidateResponseHandler dereferenced the response of a failed connection, \
             which is nil",
        ),
        in_process: false,
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let last = b"\r\n0\r\n";
                let in_trailers = seen.arrived.windows(last.len()).any(|window| window == last);
                match read {
                    Err(HttpError::Ended) if in_trailers => panic!("planted fault: there is no answer"),
                    read => read,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
