//! Why a run cannot begin or go on.

use std::io;

use crate::testee::TesteeError;
use crate::testee::limits::with_remedy;

/// Why a run has no report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RunError {
    /// No testee was given.
    #[error("a run needs a testee")]
    NoTestee,
    /// A testee did not start.
    #[error("{0}")]
    Testee(#[from] TesteeError),
    /// The loopback endpoint did not start.
    #[error("cannot listen on 127.0.0.1: {}", with_remedy(.0))]
    Endpoint(#[source] io::Error),
    /// The harness could not restart a testee, or could not make a call for another reason that is not the testee's.
    #[error("{0}")]
    CannotRun(String),
}
