//! Why a run cannot begin or go on.

use std::fmt;
use std::io;

use crate::testee::TesteeError;
use crate::testee::limits::with_remedy;

/// Why there is nothing to report of a run.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// A testee did not start.
    Testee(TesteeError),
    /// The loopback endpoint did not start.
    Endpoint(io::Error),
    /// A testee could not be started again, or a call not be made for another reason that lies not in it.
    CannotRun(String),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Testee(error) => error.fmt(f),
            Self::Endpoint(error) => {
                write!(f, "cannot listen on 127.0.0.1: {}", with_remedy(error))
            }
            Self::CannotRun(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Testee(error) => Some(error),
            Self::Endpoint(error) => Some(error),
            Self::CannotRun(_) => None,
        }
    }
}

impl From<TesteeError> for RunError {
    fn from(error: TesteeError) -> Self {
        Self::Testee(error)
    }
}
