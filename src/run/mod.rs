//! The runner: every stimulus to the testee, every exchange before every policy.
//!
//! ```text
//!  stimuli ──► worker 1: endpoint + testee ──► exchanges ──► judgements ──► tallies ──► Report
//!          └─► worker 2: endpoint + testee ──┘
//! ```
//!
//! Workers take stimuli from one list, each with a port and a testee of its own. What they found is put
//! together such that it does not matter in which order, so a report does not depend on who was faster.

mod call_counts;
mod collector;
mod comparisons;
mod confirm;
mod differential;
mod error;
mod exit;
mod failures;
mod hangs;
mod judge;
mod known;
mod outcomes;
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
mod shrink;
mod tally;
mod undecided;
mod verdict;
mod worker;

#[doc(hidden)]
pub use call_counts::CallCounts;
pub use error::RunError;
pub use exit::ExitStatus;
#[doc(hidden)]
pub use known::{KnownError, KnownFailures, KnownProblem, KnownProblemKind};
#[doc(hidden)]
pub use outcomes::CaseOutcomes;
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
pub use undecided::{Differential, Undecided};
pub use verdict::Verdict;
