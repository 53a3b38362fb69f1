//! What a differential run found: the differences between two testees that no policy decides.

use std::sync::Arc;

use crate::exchange::{Exchange, OutcomeDifference, TesteeInfo};

use super::call_counts::CallCounts;

/// What a second testee made of the stimuli of a run.
#[derive(Clone, Debug, Default)]
pub struct Differential {
    /// What it says of itself.
    pub testee: TesteeInfo,
    /// Its calls, by what became of them.
    pub calls: CallCounts,
    /// How many stimuli both testees told an outcome of.
    pub compared: usize,
    /// How many of those came to the same, wording aside.
    pub same: usize,
    /// How many of those came to different outcomes, of which a policy says which is wrong, or that the sources leave it
    /// open.
    pub decided: usize,
    /// How many stimuli one of the two alone could hold the input of.
    pub skipped: usize,
    /// The differences that no policy speaks of, one for each kind, the most frequent first.
    pub undecided: Vec<Undecided>,
}

/// A kind of difference that no policy speaks of.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// How the outcomes part.
    pub difference: OutcomeDifference,
    /// How many stimuli part so.
    pub count: usize,
    /// The one whose exchanges are smallest: a case's id.
    pub stimulus: String,
    /// The exchange with the first testee.
    pub first: Arc<Exchange>,
    /// The exchange with the second.
    pub second: Arc<Exchange>,
}

impl Differential {
    /// How many stimuli came to different outcomes without a policy that speaks of them.
    pub fn open(&self) -> usize {
        self.undecided.iter().map(|undecided| undecided.count).sum()
    }
}
