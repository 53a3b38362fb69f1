//! How an answer came, apart from what it says.
//!
//! What an answer says does not depend on how it came. If the delivery was hard on a client, and the client
//! gave the answer up, the policy on the hardship judges that, and no other policy. No policy is about bytes
//! behind an answer: a client may stumble over them.

use std::time::Duration;

use memchr::memmem;

use crate::exchange::{MessageEvidence, Outcome};
use crate::http::{Ending, Response};
use crate::json::SyntaxErrorKind;
use crate::policy::attribution::Found;
use crate::protocol::{Reading, read_response};

/// An answer that takes this long is a slow one.
pub(in crate::policy) const SLOW: Duration = Duration::from_millis(200);

/// The most fields, and the most bytes in them, of a head that every client must read.
/// (docs/readings.md#answers.)
pub(in crate::policy) const FIELDS_FOR_ALL: usize = 50;
pub(in crate::policy) const HEAD_FOR_ALL: usize = 8 * 1024;

/// What is hard about the way in which an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Hardship {
    /// The connection was reset, be it behind the answer.
    Reset,
    /// Interim answers came before it.
    Interim,
    /// It came slowly, or late.
    Slow,
    /// Its head is larger than every client must read.
    LargeHead,
    /// It came in chunks.
    Chunked,
    /// More came behind it than belongs to it. A client may take that for a sign that the length is wrong
    /// (RFC 9112, section 6.3).
    Surplus,
}

impl Hardship {
    /// The finding that the client gives the answer up for this. `None` if no policy is about it.
    pub(in crate::policy) fn given_up(self) -> Option<Found> {
        match self {
            Self::Interim => Some(Found::GivenUpForInterim),
            Self::Slow => Some(Found::GivenUpForSlowness),
            Self::LargeHead => Some(Found::GivenUpForHead),
            Self::Chunked => Some(Found::GivenUpForChunks),
            Self::Reset | Self::Surplus => None,
        }
    }

    /// The finding that a part of the answer is lost to this. `None` if it garbles nothing.
    pub(super) fn lost(self) -> Option<Found> {
        match self {
            Self::Interim => Some(Found::LostToInterim),
            Self::Chunked => Some(Found::LostToChunks),
            Self::Slow | Self::LargeHead | Self::Reset | Self::Surplus => None,
        }
    }
}

/// The gravest of the hardships.
pub(in crate::policy) fn hardship(response: &Response) -> Option<Hardship> {
    let headers = &response.headers;
    let head = || headers.iter().map(|field| field.name.len() + field.value.len() + 4).sum();
    if response.ending == Ending::Reset {
        Some(Hardship::Reset)
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

/// Whether there is an extension beside the size of its first chunk.
pub(super) fn has_chunk_extension(response: &Response) -> bool {
    let body = memmem::find(&response.raw, b"\r\n\r\n").map(|end| &response.raw[end + 4..]);
    response.headers.has("Transfer-Encoding")
        && body.is_some_and(|body| {
            let line = memmem::find(body, b"\r\n").unwrap_or(body.len());
            body[..line].contains(&b';')
        })
}

/// The status of an interim answer that the outcome shows as the final one.
pub(super) fn interim_shown(response: Option<&Response>, outcome: &Outcome) -> Option<u16> {
    let (Outcome::Response { http_status, .. } | Outcome::ServiceError { http_status, .. }) =
        outcome
    else {
        return None;
    };
    http_status.filter(|status| response.is_some_and(|answer| answer.interim.contains(status)))
}

/// The hardship, if the client gave the answer up and may have done so for the way in which it came.
pub(super) fn given_up_for(response: Option<&Response>, outcome: &Outcome) -> Option<Hardship> {
    response.filter(|_| matches!(outcome, Outcome::ClientError { .. })).and_then(hardship)
}

/// The hardship, if it may garble what the client shows of the answer. A slow answer and a large head
/// garble nothing; chunks may, also if they came slowly or behind a large head.
pub(in crate::policy) fn garbling(response: &Response) -> Option<Hardship> {
    match hardship(response)? {
        hardship @ (Hardship::Interim | Hardship::Chunked) => Some(hardship),
        Hardship::Slow | Hardship::LargeHead => {
            response.headers.has("Transfer-Encoding").then_some(Hardship::Chunked)
        }
        Hardship::Reset | Hardship::Surplus => None,
    }
}

/// An answer that broke off before its body was whole, as far as it came: a success, or an answer of which
/// not even the status came. `reset` tells how it broke off.
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

/// Whether what came of an answer that broke off would pass for a whole one, but for its framing: its
/// body is JSON (if need be for a reader that does not check its encoding), or has not begun.
pub(super) fn passes_for_whole(messages: &MessageEvidence<'_>, response: &Response) -> bool {
    let blank = response.body.iter().all(|byte| b" \t\r\n".contains(byte));
    blank
        || match read_response(messages.contract(), response) {
            Reading::Success(_) => true,
            Reading::NotJson(fault) => fault.kind == SyntaxErrorKind::InvalidUtf8,
            Reading::Error(_) => false,
        }
}
