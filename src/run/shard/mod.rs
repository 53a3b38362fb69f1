//! Runs that are split over several machines: what a shard hands on, and the merge of all shards.
//!
//! A shard ends as a run does, with verdicts of its own. Beside them it hands on [`Unmerged`](super::unmerged::Unmerged):
//! the sums of its policies before any verdict. The merge adds the sums up and then ends as an unsplit run does, so it
//! comes to the same report.

mod belongs;
mod handed;
mod identity;
mod merge;
mod merge_error;
mod read;
mod write;

pub(super) use handed::Handed;
pub use merge::{Merger, ShardReport, merge};
pub use merge_error::MergeError;
