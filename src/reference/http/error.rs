//! Why an exchange failed.

use std::fmt;
use std::io;

/// Why there is no answer.
#[derive(Debug)]
pub(in crate::reference) enum HttpError {
    /// The endpoint is no URL that the client can call.
    Endpoint(&'static str),
    /// No connection could be opened.
    Connect(io::Error),
    /// The connection failed.
    Io(io::Error),
    /// The deadline has passed.
    TimedOut,
    /// The connection ended before the answer did.
    Ended,
    /// This part of the answer breaks HTTP.
    Malformed(&'static str),
    /// This part of the answer is larger than the client takes.
    TooLarge(&'static str),
}

impl fmt::Display for HttpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint(problem) => write!(f, "the endpoint cannot be called: {problem}"),
            Self::Connect(error) => write!(f, "no connection: {error}"),
            Self::Io(error) => write!(f, "the connection failed: {error}"),
            Self::TimedOut => f.write_str("no whole answer by the deadline"),
            Self::Ended => f.write_str("the connection ended before the answer did"),
            Self::Malformed(part) => write!(f, "the answer has a malformed {part}"),
            Self::TooLarge(part) => write!(f, "the answer has too large a {part}"),
        }
    }
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
