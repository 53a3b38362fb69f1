//! How an answer goes onto the wire.

use std::time::Duration;

use super::chunked::Chunks;
use super::response::Ending;

/// How the end of a body is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Framing {
    /// By `Content-Length`.
    ContentLength,
    /// By `Transfer-Encoding: chunked`.
    Chunked(Chunks),
    /// By closing the connection.
    UntilClose,
    /// By the status alone: 204 or 304, which have no body (RFC 9112, section 6.3).
    ByStatus,
}

/// How a response goes onto the wire. The default is the ordinary: at once, as a whole, behind the
/// request, on a connection that stays open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Delivery {
    /// Where it breaks off. The connection is then closed, unless it is to be reset.
    pub cut: Option<Cut>,
    /// How long to wait before the first byte.
    pub delay: Duration,
    /// The sizes of the pieces in which its bytes are sent, the last one repeated; without sizes, as
    /// they come.
    pub writes: Vec<usize>,
    /// How long to wait between those pieces.
    pub pause: Duration,
    /// Whether it is sent as soon as the head of the request has come.
    pub early: bool,
    /// What becomes of the connection behind it. One that is to be closed says so in its head. One
    /// that is to stay open is closed all the same where the client cannot tell where the next
    /// response would begin.
    pub ending: Ending,
}

/// Where a response breaks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cut {
    /// Behind so many bytes of its head.
    Head(usize),
    /// Behind so many bytes of its body, in its transfer coding.
    Body(usize),
}

/// One thing that an endpoint does with a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// Do nothing for this long, unless the call ends before.
    Wait(Duration),
    /// Read the request to its end. What stands before this is done as soon as its head has come;
    /// without it, all is done behind the request.
    AwaitRequest,
    /// Close the connection in order.
    Close,
    /// Reset the connection.
    Reset,
}
