//! The JSON report (docs/report.md#the-json-report): `wireproof client --report json=FILE` writes it, and `compare` and
//! `matrix` read it.

mod error;
mod failure;
mod parts;
mod report;
#[cfg(test)]
mod tests;
mod written;

pub use error::SavedError;
pub use failure::{SavedFailure, SavedFinding, SavedMark, SavedPart, SavedPolicy};
pub use parts::{SavedCalls, SavedContract, SavedShard, SavedTestee};
pub use report::SavedReport;
pub(super) use report::to_bytes;
