//! The formats of reports, one file or folder for each.
//!
//! To add a format, write `report/<name>.rs` with a function from [`Report`] to bytes, and add a line to [`FORMATS`].

mod catalogue;
mod compare;
mod contract;
mod excerpt;
mod explain;
mod gate;
#[cfg(feature = "junit")]
mod junit;
mod matrix;
mod paint;
mod replay;
#[cfg(test)]
mod sample;
mod saved;
mod smoke;
mod text;
mod vectors;

pub use catalogue::write_catalogue;
pub use compare::{Caveat, Comparison, OutcomeGroup, Outcomes, PolicyPair, write_comparison};
pub use contract::{contract_to_json, diff_to_json, write_contract, write_diff, write_operations};
pub use excerpt::{Excerpt, excerpt};
pub use explain::write_policy;
pub use gate::{gate_to_json, write_gate};
pub use matrix::{Matrix, MatrixError, write_html, write_markdown};
pub use paint::Paint;
pub use replay::write_replayed;
pub use saved::{
    SavedCalls, SavedContract, SavedError, SavedFailure, SavedFinding, SavedMark, SavedPart,
    SavedPolicy, SavedReport, SavedShard, SavedTestee,
};
pub use smoke::write_smoke;
pub use text::{TextOptions, write_text};
pub use vectors::{VectorRun, list_vectors, list_vectors_json, vectors_json, write_vectors};

use crate::run::Report;

/// A format of reports.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The name for `--report`.
    pub name: &'static str,
    /// The purpose, in one line.
    pub summary: &'static str,
    /// Writes a report in this format.
    pub write: fn(&Report) -> Vec<u8>,
}

/// Every format.
pub const FORMATS: &[Format] = &[
    Format { name: "text", summary: "for people", write: text::to_bytes },
    Format { name: "json", summary: "for programs, with every byte", write: saved::to_bytes },
    #[cfg(feature = "junit")]
    Format { name: "junit", summary: "JUnit XML, for CI servers", write: junit::to_bytes },
];

/// Returns the format of this name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
