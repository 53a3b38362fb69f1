//! Writes contracts, and what changed between two of them: as text, and as JSON.

mod diff;
mod show;

pub use diff::{diff_to_json, write_diff};
pub use show::{contract_to_json, write_contract, write_operations};
