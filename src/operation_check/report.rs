//! What the check of an operation did, and what it found.

use std::ops::AddAssign;

use crate::json::Json;

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCounts {
    /// The exchanges: each has a request, and a success or an error.
    pub exchanges: usize,
    /// Those of them whose response is an error.
    pub errors: usize,
    /// The malformed messages that were read.
    pub malformed: usize,
    /// The judgements of policies that had something to judge.
    pub judgements: usize,
}

impl AddAssign for CheckCounts {
    fn add_assign(&mut self, other: Self) {
        self.exchanges += other.exchanges;
        self.errors += other.errors;
        self.malformed += other.malformed;
        self.judgements += other.judgements;
    }
}

/// What the check of an operation found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OperationReport {
    /// What was done.
    pub counts: CheckCounts,
    /// The disagreements, the first 20 of them.
    pub disagreements: Vec<Disagreement>,
    /// How many there are in all.
    pub found: usize,
    /// Why no exchange could be made, if none could.
    pub obstacle: Option<String>,
}

/// Something on which the codec does not agree with itself, with the policies or with the model.
#[derive(Clone, Debug, PartialEq)]
pub struct Disagreement {
    /// Which check failed: `input-read-back`, `policy request.members-serialized`, `accepts wrong-type`.
    pub check: String,
    /// The number of the exchange, from 0.
    pub exchange: usize,
    /// What is wrong, in a sentence.
    pub message: String,
    /// The value that the message carries, in the value form.
    pub value: Json,
}

/// The most disagreements of one operation that are kept.
const MOST_KEPT: usize = 20;

impl OperationReport {
    pub(super) fn add(
        &mut self,
        check: impl Into<String>,
        exchange: usize,
        message: String,
        value: &Json,
    ) {
        self.found += 1;
        if self.disagreements.len() < MOST_KEPT {
            let (check, value) = (check.into(), value.clone());
            self.disagreements.push(Disagreement { check, exchange, message, value });
        }
    }
}
