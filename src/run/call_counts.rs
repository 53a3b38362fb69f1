//! How many calls of a run came to what.

use crate::exchange::Outcome;

/// How many calls came to what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallCounts {
    /// A response, a service error or a client error.
    pub judged: usize,
    /// The testee cannot hold such an input.
    pub skipped: usize,
    /// The testee died.
    pub crash: usize,
    /// The testee had not answered by the deadline.
    pub timeout: usize,
    /// The testee broke the protocol.
    pub protocol_error: usize,
    /// Not made, because the testee had hung three times for each policy that they aimed at.
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

    /// How many calls were made.
    pub fn made(&self) -> usize {
        self.judged + self.skipped + self.crash + self.timeout + self.protocol_error
    }

    /// How many calls showed something of the testee: it told an outcome, died, or hung.
    pub fn told(&self) -> usize {
        self.judged + self.crash + self.timeout
    }
}
