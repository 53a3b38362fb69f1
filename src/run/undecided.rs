//! The result of a differential run: the differences between two testees that no policy decides.

use std::sync::Arc;

use crate::exchange::{Exchange, OutcomeDifference, TesteeInfo};

use super::call_counts::CallCounts;

/// The comparison of a second testee with the first.
#[derive(Clone, Debug, Default)]
pub struct Differential {
    /// What the second testee reports about itself.
    pub testee: TesteeInfo,
    /// Its calls, counted by their outcome.
    pub calls: CallCounts,
    /// For how many stimuli both testees reported an outcome.
    pub compared: usize,
    /// How many of those had the same outcome, except for the wording.
    pub same: usize,
    /// How many of those had different outcomes that a policy decides: it says which one is wrong, or that the sources leave
    /// it open.
    pub decided: usize,
    /// How many stimuli had an input that only one of the two can hold.
    pub skipped: usize,
    /// The differences that no policy decides, one for each kind, the most frequent first.
    pub undecided: Vec<Undecided>,
}

/// A kind of difference that no policy decides.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// How the outcomes differ.
    pub difference: OutcomeDifference,
    /// How many stimuli show the difference.
    pub count: usize,
    /// The stimulus with the smallest exchanges: the id of a case.
    pub stimulus: String,
    /// The exchange with the first testee.
    pub first: Arc<Exchange>,
    /// The exchange with the second.
    pub second: Arc<Exchange>,
}

impl Differential {
    /// Returns how many stimuli had different outcomes that no policy decides.
    pub fn open(&self) -> usize {
        self.undecided.iter().map(|undecided| undecided.count).sum()
    }
}
