use super::super::Mutant;
use super::super::support::arrived::{broken_off, is_chunked, is_close};
use super::super::fault::PlantedFault;

const POLICY: &str = "wire.early-close-is-an-error";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "counts-no-bytes",
        policy: POLICY,
        what: "What has come when the connection is closed counts as the whole answer, whatever its length \
               was to be.",
        seen_in: Some(
            "aws/aws-sdk-ruby#319: bodies were not held against their Content-Length, so that cut ones \
             passed",
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
        what: "Chunks end where the connection does, also where the last one never came.",
        fault: PlantedFault {
            answer: Some(|seen, read| broken_off(seen, read, is_close, is_chunked)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
