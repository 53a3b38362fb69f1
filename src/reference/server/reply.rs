//! What the server does in reply to a request.

use std::time::Duration;

use crate::protocol::{RefusalKind, ResponseParts};

/// What the server does in reply to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// The response, without its framing.
    pub response: ResponseParts,
    /// The name of the operation; `None` if the request is for none.
    pub operation: Option<String>,
    /// Why this response.
    pub kind: ReplyKind,
    /// How long the server waits before it answers, because the request asks for that.
    pub delay: Duration,
    /// Whether the server closes the connection and sends no response, because the request asks for that.
    pub close: bool,
}

/// Why a reply has its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReplyKind {
    /// A valid output, generated from the seed and the input.
    Generated,
    /// The answer that the request asks for.
    Asked,
    /// The request is refused.
    Refused(RefusalKind),
    /// The request asks for an answer that there is not.
    BadlyAsked,
    /// No valid output can be generated.
    Unable,
}

impl ReplyKind {
    /// Returns the name in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Generated => "generated",
            Self::Asked => "asked",
            Self::Refused(_) => "refused",
            Self::BadlyAsked => "badly-asked",
            Self::Unable => "unable",
        }
    }
}
