//! Why a command failed.

use std::fmt::Display;

use wireproof::run::ExitStatus;

/// A message for the user, and the exit status that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: ExitStatus,
    pub(crate) message: String,
}

impl Failure {
    /// Returns the failure for wrong usage, or for input that cannot be read.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self { status: ExitStatus::Usage, message: message.to_string() }
    }

    /// Returns the failure for a testee or a harness that could not run.
    pub(crate) fn cannot_run(message: impl Display) -> Self {
        Self { status: ExitStatus::CannotRun, message: message.to_string() }
    }

    /// Returns the failure for a selection that is empty.
    pub(crate) fn nothing(message: impl Display) -> Self {
        Self { status: ExitStatus::NothingJudged, message: message.to_string() }
    }
}
