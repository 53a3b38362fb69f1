use std::io::ErrorKind;

use super::super::Saboteur;
use super::super::craft::arrived::{is_chunked, so_far};
use super::super::fault::{Fault, Seen};
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.reset-is-an-error";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "takes-a-reset-for-the-end",
        policy: POLICY,
        what: "What has come before a reset counts as the whole answer.",
        fault: Fault { answer: Some(|seen, read| ended(seen, read, |_| true)), ..Fault::NONE },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "takes-a-reset-for-a-close",
        policy: POLICY,
        what: "A reset ends an answer that has neither a length nor chunks, as a close does.",
        fault: Fault {
            answer: Some(|seen, read| {
                ended(seen, read, |answer| {
                    answer.header("Content-Length").is_none() && !is_chunked(answer)
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];

/// What was read, or what has come of an answer that a reset broke off and that is `enough`.
fn ended(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    enough: impl Fn(&Answer) -> bool,
) -> Result<Answer, HttpError> {
    match read {
        Err(HttpError::Io(error)) if error.kind() == ErrorKind::ConnectionReset => {
            so_far(&seen.arrived).filter(enough).ok_or(HttpError::Io(error))
        }
        read => read,
    }
}
