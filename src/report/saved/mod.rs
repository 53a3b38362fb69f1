//! The JSON report: written by `wireproof client --report json=FILE`, and read back (docs/report.md#the-json-report).

mod error;
mod failure;
mod parts;
mod report;
#[cfg(test)]
mod tests;
mod written;

pub use error::SavedError;
pub use failure::{SavedFailure, SavedFinding, SavedMark, SavedPart, SavedPolicy};
pub use parts::{SavedCalls, SavedContract, SavedTestee};
pub use report::SavedReport;
pub(super) use report::to_bytes;
