//! Checks one operation of any model against the codec itself: the codec reads what it writes, the policies hold for it, and
//! malformed variants of it are refused.
//!
//! A disagreement is a fault of wireproof (the codec, a generator or a policy), or of the model. `wireproof check-models` runs
//! this check for every operation of every model.
//!
//! ```
//! use wireproof::contract::Contract;
//! use wireproof::operation_check::{CheckOptions, check_operation};
//!
//! let report = check_operation(&Contract::default(), &CheckOptions { exchanges: 4, seed: 1 });
//! assert_eq!(report.disagreements.len(), 0);
//! assert!(report.counts.exchanges == 4 && report.counts.malformed > 4);
//! ```

mod exchange;
mod malformed;
mod refused;
mod same;

use std::ops::AddAssign;

use crate::contract::Contract;
use crate::generate::{Choices, Config, ValueMaker};
use crate::json::Json;

/// What is done for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckOptions {
    /// How many exchanges are made.
    pub exchanges: usize,
    /// The seed of their values. The same seed makes the same values for the same operation.
    pub seed: u64,
}

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
    fn add(&mut self, check: impl Into<String>, exchange: usize, message: String, value: &Json) {
        self.found += 1;
        if self.disagreements.len() < MOST_KEPT {
            let (check, value) = (check.into(), value.clone());
            self.disagreements.push(Disagreement { check, exchange, message, value });
        }
    }
}

/// Checks the operation of a contract.
pub fn check_operation(contract: &Contract, options: &CheckOptions) -> OperationReport {
    let mut report = OperationReport::default();
    if options.exchanges == 0 {
        return report;
    }
    let maker = ValueMaker::new(contract);
    report.obstacle = maker.obstacle();
    if report.obstacle.is_some() {
        return report;
    }
    let operation = contract.operation();
    for index in 0..options.exchanges {
        let mut choices = Choices::from_seed(seed_of(options.seed, operation.id().as_str(), index));
        // The first has every member, the second is plain, and the others have corners.
        let config = match index {
            0 => Config::full(),
            1 => Config::realistic(),
            _ => Config::swarm(&mut choices),
        };
        exchange::check(contract, &maker, &config, index, &mut choices, &mut report);
        report.counts.exchanges += 1;
    }
    report
}

/// Returns the seed of one exchange. FNV-1a over the seed, the operation and the index.
fn seed_of(seed: u64, operation: &str, index: usize) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(operation.bytes());
    bytes.chain((index as u64).to_le_bytes()).fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
