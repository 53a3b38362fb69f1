use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::arrived::{broken_off, is_chunked, is_reset};

const POLICY: &str = "wire.reset-is-an-error";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-a-reset-for-the-end",
        policy: POLICY,
        what: "The bytes before a reset count as the whole response.",
        fault: PlantedFault {
            answer: Some(|seen, read| broken_off(seen, read, is_reset, |_| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "takes-a-reset-for-a-close",
        policy: POLICY,
        what: "A reset ends a response that has neither a length nor chunks, like a close.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                broken_off(seen, read, is_reset, |answer| {
                    answer.header("Content-Length").is_none() && !is_chunked(answer)
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
