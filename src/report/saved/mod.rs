//! The JSON report: written by `wireproof client --report json=FILE`, and read back (docs/report.md#the-json-report).

mod error;
mod failure;
mod report;
#[cfg(test)]
mod tests;

pub use error::SavedError;
pub use failure::{SavedFailure, SavedFinding, SavedMark, SavedPart, SavedPolicy};
pub(super) use report::to_bytes;
pub use report::{SavedContract, SavedReport, SavedTestee};
