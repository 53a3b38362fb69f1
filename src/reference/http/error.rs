//! Why an exchange failed.

use std::io;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(in crate::reference) enum HttpError {
    /// The endpoint is no URL that the client can call.
    #[error("the endpoint cannot be called: {0}")]
    Endpoint(&'static str),
    /// No connection could be opened.
    #[error("no connection: {0}")]
    Connect(#[source] io::Error),
    /// The connection failed.
    #[error("the connection failed: {0}")]
    Io(#[source] io::Error),
    /// The deadline has passed.
    #[error("no whole answer by the deadline")]
    TimedOut,
    /// The connection ended before the answer did.
    #[error("the connection ended before the answer did")]
    Ended,
    /// This part of the answer breaks HTTP.
    #[error("the answer has a malformed {0}")]
    Malformed(&'static str),
    /// This part of the answer is larger than the client takes.
    #[error("the answer has too large a {0}")]
    TooLarge(&'static str),
}

impl From<io::Error> for HttpError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            // A blocking socket tells its timeout as the one or the other, by platform.
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => Self::TimedOut,
            io::ErrorKind::UnexpectedEof => Self::Ended,
            _ => Self::Io(error),
        }
    }
}
