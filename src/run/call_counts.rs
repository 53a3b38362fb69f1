//! The calls of a run, counted by their outcome.

use serde::{Deserialize, Serialize};

use crate::exchange::Outcome;

/// The calls, counted by their outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallCounts {
    /// A response, a service error or a client error.
    pub judged: usize,
    /// The testee skipped the call: its types cannot hold the input.
    pub skipped: usize,
    /// The testee died.
    pub crash: usize,
    /// The testee had not answered by the deadline.
    pub timeout: usize,
    /// The testee broke the protocol.
    pub protocol_error: usize,
    /// Calls that were not made: the testee had hung too often for each policy that they aim at.
    pub unsent: usize,
}

impl CallCounts {
    /// Counts one more outcome.
    pub(super) fn add(&mut self, outcome: &Outcome) {
        *match outcome {
            Outcome::Skipped { .. } => &mut self.skipped,
            Outcome::Crash { .. } => &mut self.crash,
            Outcome::Timeout { .. } => &mut self.timeout,
            Outcome::ProtocolError { .. } => &mut self.protocol_error,
            _ => &mut self.judged,
        } += 1;
    }

    /// Returns the sum of both.
    #[must_use]
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            judged: self.judged + other.judged,
            skipped: self.skipped + other.skipped,
            crash: self.crash + other.crash,
            timeout: self.timeout + other.timeout,
            protocol_error: self.protocol_error + other.protocol_error,
            unsent: self.unsent + other.unsent,
        }
    }

    /// Returns how many calls were made.
    pub fn made(&self) -> usize {
        self.judged + self.skipped + self.crash + self.timeout + self.protocol_error
    }

    /// Returns how many calls show something of the testee: it reported an outcome, died or hung.
    pub fn told(&self) -> usize {
        self.judged + self.crash + self.timeout
    }
}
