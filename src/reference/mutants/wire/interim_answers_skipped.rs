use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::arrived::heads;
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.interim-answers-skipped";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "takes-the-first-status-that-comes",
        policy: POLICY,
        what: "An interim response counts as the final one.",
        also: &[
            "response.members-decoded",
            "union.known-member",
            "error.from-header",
            "error.status-kept",
            "error.message-kept",
        ],
        fault: PlantedFault {
            answer: Some(|seen, read| first(seen, read, 0, |_| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "skips-100-alone",
        policy: POLICY,
        what: "An interim response other than 100 counts as the final one.",
        seen_in: Some(
            "nodejs/node#9282: a status from 102 to 199 was passed on as the response, and only 100 was not",
        ),
        fault: PlantedFault {
            answer: Some(|seen, read| first(seen, read, 0, |status| status != 100)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "skips-one-interim-answer",
        policy: POLICY,
        what: "The second of several interim responses counts as the final one.",
        fault: PlantedFault {
            answer: Some(|seen, read| first(seen, read, 1, |_| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the first interim response with a `wanted` status after `skipped` others, or else the final
/// one.
fn first(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    skipped: usize,
    wanted: impl Fn(u16) -> bool,
) -> Result<Answer, HttpError> {
    let (heads, _) = heads(&seen.arrived);
    let interim = |answer: &Answer| answer.status < 200 && wanted(answer.status);
    match heads.into_iter().skip(skipped).find(interim) {
        Some(interim) if read.is_ok() => Ok(interim),
        _ => read,
    }
}
