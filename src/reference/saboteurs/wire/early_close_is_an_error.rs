use super::super::Saboteur;
use super::super::craft::arrived::{is_chunked, so_far};
use super::super::fault::{Fault, Seen};
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.early-close-is-an-error";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "counts-no-bytes",
        policy: POLICY,
        what: "What has come when the connection is closed counts as the whole answer, whatever its length \
               was to be.",
        seen_in: Some(
            "aws/aws-sdk-ruby#319: bodies were not held against their Content-Length, so that cut ones \
             passed",
        ),
        fault: Fault { answer: Some(|seen, read| ended(seen, read, |_| true)), ..Fault::NONE },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "needs-no-last-chunk",
        policy: POLICY,
        what: "Chunks end where the connection does, also where the last one never came.",
        fault: Fault { answer: Some(|seen, read| ended(seen, read, is_chunked)), ..Fault::NONE },
        ..Saboteur::SUBTLE
    },
];

/// What was read, or what has come of an answer that a close broke off and that is `enough`.
fn ended(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    enough: impl Fn(&Answer) -> bool,
) -> Result<Answer, HttpError> {
    match read {
        Err(HttpError::Ended) => so_far(&seen.arrived).filter(enough).ok_or(HttpError::Ended),
        read => read,
    }
}
