use std::thread;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use crate::reference::http::HttpError;

const POLICY: &str = "wire.never-hangs";

/// The length of the longest header field that fits into the reader's buffer.
const BUFFER: usize = 64 * 1024;

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "waits-for-trailers-for-ever",
        policy: POLICY,
        what: "If the connection ends after the last chunk, the client waits for the rest of the trailers.",
        in_process: false,
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let last = b"\r\n0\r\n";
                let in_trailers = seen.arrived.windows(last.len()).any(|window| window == last);
                match read {
                    Err(HttpError::Ended) if in_trailers => wait_for_ever(),
                    read => read,
                }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "waits-for-room-in-a-full-buffer",
        policy: POLICY,
        what: "The client waits forever for a header field that is longer than its buffer of 64 KiB.",
        in_process: false,
        fault: PlantedFault {
            answer: Some(|_, read| match read {
                Ok(answer) if answer.headers.iter().any(|(_, value)| value.len() > BUFFER) => {
                    wait_for_ever()
                }
                read => read,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

fn wait_for_ever() -> ! {
    loop {
        thread::park();
    }
}
