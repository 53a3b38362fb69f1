//! Why a file cannot be used as a report, and what to do about it.

use crate::exchange::FormError;
use crate::json::SyntaxError;
use crate::terminal_text;

use super::parts::VERSION;

/// Why a file cannot be used as a report, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// The file is empty.
    #[error("it is empty: the run that writes it has not ended, or was killed; run it again")]
    Empty,
    /// The file is not JSON. The line counts from 1.
    #[error("line {0}: not a JSON report: {1}; {REMEDY}")]
    NotJson(usize, #[source] SyntaxError),
    /// The file ends inside the report. The line counts from 1.
    #[error("it is cut short: it ends inside the report, in line {0}; run it again")]
    CutShort(usize),
    /// The file is a replay file.
    #[error("it is a saved failure, for `wireproof replay`, and not a report; {REMEDY}")]
    Replay,
    /// A field is missing or wrong.
    #[error("not a report: {0}; {REMEDY}")]
    Form(#[from] FormError),
    /// The report has a version that this wireproof does not know.
    #[error(
        "`wireproof`: the report is of version {0}, and this wireproof reads version {VERSION}: use a newer wireproof, or write the report with this one"
    )]
    Newer(u64),
    /// The run was interrupted, or could not go on. The reason is there if the report has one.
    #[error("`complete`: the run {}", unended(.0.as_deref()))]
    Incomplete(Option<String>),
    /// A merge was asked for, and the report is of a whole run.
    #[error(
        "it is the report of a whole run, so there is nothing to merge: only reports of `wireproof client --shard K/N` \
         can be merged; `wireproof matrix` shows reports of several testees side by side"
    )]
    Whole,
    /// A merge was asked for, and the report is merged already.
    #[error("it was merged with --partial: merge the reports of all shards instead")]
    Merged,
    /// A merge was asked for, and another wireproof wrote the report.
    #[error(
        "`wireproof_version`: wireproof {} wrote it, and this is wireproof {}: merge with the wireproof that made the run",
        terminal_text::line(.0, 40), env!("CARGO_PKG_VERSION")
    )]
    OtherVersion(String),
}

/// The remedy for a file that is not a report.
const REMEDY: &str = "`wireproof client --report json=FILE` writes one";

/// Describes a run that did not reach its end.
fn unended(why: Option<&str>) -> String {
    match why {
        Some(why) => {
            let why = terminal_text::inline(why);
            format!("could not go on, so the report is not complete: {why}")
        }
        None => {
            "was interrupted, so the report is not complete; run it again to its end".to_owned()
        }
    }
}
