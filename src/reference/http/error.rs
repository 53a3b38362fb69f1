//! The reasons why an exchange fails.

use std::io;

/// The reason why there is no response.
#[derive(Debug, thiserror::Error)]
pub(in crate::reference) enum HttpError {
    /// The client cannot call the URL of the endpoint.
    #[error("the endpoint cannot be called: {0}")]
    Endpoint(&'static str),
    /// No connection could be opened.
    #[error("no connection: {0}")]
    Connect(#[source] io::Error),
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[source] io::Error),
    /// The deadline has passed.
    #[error("no complete response by the deadline")]
    TimedOut,
    /// The connection ended before the response was complete.
    #[error("the connection ended before the response was complete")]
    Ended,
    /// This part of the response breaks HTTP.
    #[error("the response has a malformed {0}")]
    Malformed(&'static str),
    /// This part of the response is larger than the client accepts.
    #[error("the response has too large a {0}")]
    TooLarge(&'static str),
}

impl From<io::Error> for HttpError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A blocking socket reports its timeout as one of these, depending on the platform.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::TimedOut,
            io::ErrorKind::UnexpectedEof => Self::Ended,
            _ => Self::Io(error),
        }
    }
}
