use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::arrived::{broken_off, is_chunked, is_close};

const POLICY: &str = "wire.early-close-is-an-error";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "counts-no-bytes",
        policy: POLICY,
        what: "The bytes before a close count as the whole response, even if the declared length is greater.",
        seen_in: Some(
            "aws/aws-sdk-ruby#319: the client did not compare bodies with their Content-Length, so truncated \
             ones passed",
        ),
        fault: PlantedFault {
            answer: Some(|seen, read| broken_off(seen, read, is_close, |_| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "needs-no-last-chunk",
        policy: POLICY,
        what: "The end of the connection ends the chunks, even if the last chunk is missing.",
        fault: PlantedFault {
            answer: Some(|seen, read| broken_off(seen, read, is_close, is_chunked)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
