//! Why a command could not do its work.

use std::fmt::Display;

use wireproof::run::ExitStatus;

/// A message for the user, and the exit status that goes with it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) status: ExitStatus,
    pub(crate) message: String,
}

impl Failure {
    /// Wrong usage, or input that cannot be read.
    pub(crate) fn usage(message: impl Display) -> Self {
        Self { status: ExitStatus::Usage, message: message.to_string() }
    }

    /// The testee or the harness could not run.
    pub(crate) fn cannot_run(message: impl Display) -> Self {
        Self { status: ExitStatus::CannotRun, message: message.to_string() }
    }

    /// Nothing was selected.
    pub(crate) fn nothing(message: impl Display) -> Self {
        Self { status: ExitStatus::NothingJudged, message: message.to_string() }
    }
}
