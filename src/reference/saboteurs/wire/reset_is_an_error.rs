use super::super::Saboteur;
use super::super::craft::arrived::{broken_off, is_chunked, is_reset};
use super::super::fault::Fault;

const POLICY: &str = "wire.reset-is-an-error";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "takes-a-reset-for-the-end",
        policy: POLICY,
        what: "What has come before a reset counts as the whole answer.",
        fault: Fault {
            answer: Some(|seen, read| broken_off(seen, read, is_reset, |_| true)),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "takes-a-reset-for-a-close",
        policy: POLICY,
        what: "A reset ends an answer that has neither a length nor chunks, as a close does.",
        fault: Fault {
            answer: Some(|seen, read| {
                broken_off(seen, read, is_reset, |answer| {
                    answer.header("Content-Length").is_none() && !is_chunked(answer)
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
