//! The runner: sends every stimulus to the testee, and has every policy judge every exchange.
//!
//! ```text
//!  stimuli ──► worker 1: endpoint + testee ──► exchanges ──► judgements ──► tallies ──► Report
//!          └─► worker 2: endpoint + testee ──┘
//! ```
//!
//! Workers take stimuli from one list. Each worker has its own port and its own testee. The runner merges their results
//! independently of the order in which they arrive, so a report does not depend on which worker was faster.

mod call_counts;
mod collector;
mod comparisons;
mod conclude;
mod confirm;
mod differential;
mod digest;
mod editions;
mod error;
mod exit;
mod failures;
mod gate;
mod hangs;
mod judge;
mod known;
mod outcomes;
mod part;
mod plan;
mod queue;
mod redact;
mod replay;
mod report;
mod reproduce;
mod runner;
#[cfg(test)]
pub(crate) mod sample;
mod seen;
mod shard;
mod shrink;
mod sums;
mod tally;
mod undecided;
mod unmerged;
mod verdict;
mod waits;
mod worker;

#[doc(hidden)]
pub use call_counts::CallCounts;
pub use error::RunError;
pub use exit::ExitStatus;
#[doc(hidden)]
pub use gate::{GateReport, GateSide, OtherOutcome, PolicyChange, Unsteady, run_gate};
#[doc(hidden)]
pub use known::{KnownError, KnownFailures, KnownProblem, KnownProblemKind};
#[doc(hidden)]
pub use outcomes::CaseOutcomes;
#[doc(hidden)]
pub use part::Part;
pub use part::{Shard, ShardError};
pub use plan::Plan;
#[doc(hidden)]
pub use replay::{Replay, ReplayError, Replayed};
#[doc(hidden)]
pub use report::{CallProblem, ContractInfo, Failure, Recorded, Shrunk, Summary};
pub use report::{PolicyReport, Report};
pub use runner::run;
#[doc(hidden)]
pub use runner::{Progress, run_differential};
#[doc(hidden)]
pub use shard::{MergeError, Merger, ShardReport, merge};
#[doc(hidden)]
pub use undecided::{Differential, Undecided};
#[doc(hidden)]
pub use unmerged::Unmerged;
pub use verdict::Verdict;
