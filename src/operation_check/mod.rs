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
mod report;
mod same;

use crate::contract::Contract;
use crate::generate::{Choices, Config, ValueMaker, hash_of};

#[cfg(feature = "fuzzing")]
pub(crate) use exchange::{Half, half};
pub use report::{CheckCounts, Disagreement, OperationReport};

/// What is done for an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckOptions {
    /// How many exchanges are made.
    pub exchanges: usize,
    /// The seed of their values. The same seed makes the same values for the same operation.
    pub seed: u64,
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
        let mut choices = Choices::from_seed(hash_of(options.seed, operation.id().as_str(), index));
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
