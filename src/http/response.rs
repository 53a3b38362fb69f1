//! Responses as a client could have received them.

use super::headers::Headers;

/// A response, with the bytes that it went out in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Every byte that was sent, as far as the connection lasted.
    pub raw: Vec<u8>,
    /// The status.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body, its transfer coding removed, as far as it was sent.
    pub body: Vec<u8>,
    /// Whether the message came to its end as its framing told it.
    pub complete: bool,
}

impl Response {
    /// Whether the status is one of a success: 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}
