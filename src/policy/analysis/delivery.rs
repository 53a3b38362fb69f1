//! The delivery of a response, independent of its content.
//!
//! The content of a response does not depend on its delivery. If the delivery was hard on a client, and the
//! client gave the response up, the policy on that hardship judges it, and no other policy does. No policy
//! judges bytes after a response: a client may fail on them.

use std::time::Duration;

use crate::exchange::{MessageEvidence, Outcome, Stage};
use crate::http::{Ending, Response};
use crate::json::SyntaxErrorKind;
use crate::policy::attribution::Found;
use crate::protocol::{Reading, read_response};

/// The time from which a response counts as slow.
pub(in crate::policy) const SLOW: Duration = Duration::from_millis(200);

/// The most fields, and the most bytes in them, of a head that every client must read
/// (docs/readings.md#answers).
pub(in crate::policy) const FIELDS_FOR_ALL: usize = 50;
pub(in crate::policy) const HEAD_FOR_ALL: usize = 8 * 1024;

/// A property of the delivery that is hard on a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Hardship {
    /// The connection was reset, perhaps after the response.
    Reset,
    /// It is framed twice: by Content-Length and in chunks. A client may take that for an attack (RFC 9112,
    /// section 6.3).
    FramedTwice,
    /// Its status has no body, or is to have none: 204, 205 or 304.
    NoBody,
    /// A header field of it is folded.
    Folded,
    /// Interim responses came before it.
    Interim,
    /// It came slowly, or late.
    Slow,
    /// Its head is larger than every client must read.
    LargeHead,
    /// It came in chunks.
    Chunked,
    /// More bytes came after it than belong to it. A client may take that for a sign of a wrong length (RFC
    /// 9112, section 6.3).
    Surplus,
}

impl Hardship {
    /// Returns the kind of finding for a client that gives the response up because of this. Returns `None` if
    /// no policy judges it.
    pub(in crate::policy) fn given_up(self) -> Option<Found> {
        match self {
            Self::NoBody => Some(Found::GivenUpForNoBody),
            Self::Folded => Some(Found::GivenUpForFold),
            Self::Interim => Some(Found::GivenUpForInterim),
            Self::Slow => Some(Found::GivenUpForSlowness),
            Self::LargeHead => Some(Found::GivenUpForHead),
            Self::Chunked => Some(Found::GivenUpForChunks),
            Self::Reset | Self::FramedTwice | Self::Surplus => None,
        }
    }

    /// Returns the kind of finding for a part of the response that is lost because of this. Returns `None` if
    /// this garbles nothing.
    pub(super) fn lost(self) -> Option<Found> {
        match self {
            Self::FramedTwice => Some(Found::LostToLength),
            Self::Interim => Some(Found::LostToInterim),
            Self::Chunked => Some(Found::LostToChunks),
            Self::NoBody
            | Self::Folded
            | Self::Slow
            | Self::LargeHead
            | Self::Reset
            | Self::Surplus => None,
        }
    }
}

/// Returns the most serious of the hardships.
pub(in crate::policy) fn hardship(response: &Response) -> Option<Hardship> {
    let headers = &response.headers;
    let head = || headers.iter().map(|field| field.name.len() + field.value.len() + 4).sum();
    if response.ending == Ending::Reset {
        Some(Hardship::Reset)
    } else if is_framed_twice(response) {
        Some(Hardship::FramedTwice)
    } else if has_no_body(response) {
        Some(Hardship::NoBody)
    } else if response.folded {
        Some(Hardship::Folded)
    } else if !response.interim.is_empty() && response.status != 0 {
        Some(Hardship::Interim)
    } else if response.time >= SLOW {
        Some(Hardship::Slow)
    } else if headers.len() > FIELDS_FOR_ALL || HEAD_FOR_ALL < head() {
        Some(Hardship::LargeHead)
    } else if headers.has("Transfer-Encoding") {
        Some(Hardship::Chunked)
    } else if response.surplus {
        Some(Hardship::Surplus)
    } else {
        None
    }
}

/// Reports whether a response with a body has both framings.
fn is_framed_twice(response: &Response) -> bool {
    let headers = &response.headers;
    !matches!(response.status, 204 | 304)
        && headers.has("Transfer-Encoding")
        && headers.has("Content-Length")
}

/// Reports whether the status is one of those that have no body (204, 304), or that a server sends none with (205),
/// and none came.
fn has_no_body(response: &Response) -> bool {
    matches!(response.status, 204 | 205 | 304) && response.body.is_empty() && !response.surplus
}

/// Returns the status of an interim response that the outcome shows as the final one.
pub(super) fn interim_shown(response: Option<&Response>, outcome: &Outcome) -> Option<u16> {
    let (Outcome::Response { http_status, .. } | Outcome::ServiceError { http_status, .. }) =
        outcome
    else {
        return None;
    };
    http_status.filter(|status| response.is_some_and(|answer| answer.interim.contains(status)))
}

/// Returns the hardship, if the client gave the response up and may have done so because of its delivery.
pub(super) fn given_up_for(response: Option<&Response>, outcome: &Outcome) -> Option<Hardship> {
    let Outcome::ClientError { stage, .. } = outcome else { return None };
    response.and_then(hardship).filter(|hardship| {
        // A client that fails on the empty body has not waited for one.
        *hardship != Hardship::NoBody || matches!(stage, Stage::Connect | Stage::Read)
    })
}

/// Returns the hardship, if it may garble what the client shows of the response. A slow response and a large
/// head garble nothing. Chunks may, even if they came slowly or after a large head.
pub(in crate::policy) fn garbling(response: &Response) -> Option<Hardship> {
    match hardship(response)? {
        hardship @ (Hardship::FramedTwice | Hardship::Interim | Hardship::Chunked) => {
            Some(hardship)
        }
        Hardship::Folded | Hardship::Slow | Hardship::LargeHead => {
            response.headers.has("Transfer-Encoding").then_some(Hardship::Chunked)
        }
        Hardship::Reset | Hardship::NoBody | Hardship::Surplus => None,
    }
}

/// Returns a response that broke off before its body was complete, as far as it arrived: a success, or a
/// response whose status did not arrive either. `reset` selects how it broke off.
pub(super) fn broken_off<'e>(
    messages: &MessageEvidence<'e>,
    outcome: &Outcome,
    reset: bool,
) -> Option<&'e Response> {
    messages.response().filter(|response| {
        !response.whole_body
            && (response.ending == Ending::Reset) == reset
            && (response.status == 0 || response.is_success())
            && outcome.is_told()
    })
}

/// Reports whether the part of a response that arrived looks complete apart from its framing: its body is
/// JSON, perhaps only for a reader that does not check its encoding, or has not begun.
pub(super) fn passes_for_whole(messages: &MessageEvidence<'_>, response: &Response) -> bool {
    let blank = response.body.iter().all(|byte| b" \t\r\n".contains(byte));
    blank
        || match read_response(messages.contract(), response) {
            Reading::Success(_) => true,
            Reading::NotJson(fault) => fault.kind == SyntaxErrorKind::InvalidUtf8,
            Reading::Error(_) => false,
        }
}
