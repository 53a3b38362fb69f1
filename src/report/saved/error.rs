//! Why a file is not a report that can be used, with what to do about it.

use crate::exchange::FormError;
use crate::json::SyntaxError;

use super::parts::VERSION;

/// Why a file is not a report that can be used, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SavedError {
    /// It holds nothing.
    #[error("it is empty: the run that is to write it is not over, or was killed; run it again")]
    Empty,
    /// It is not JSON; with the line, from 1.
    #[error("line {0}: not a JSON report: {1}; {REMEDY}")]
    NotJson(usize, #[source] SyntaxError),
    /// It ends inside of the report; with the line, from 1.
    #[error("it is cut short: it ends inside of the report, in line {0}; run it again")]
    CutShort(usize),
    /// It is the file of a failure.
    #[error("it is a saved failure, for `wireproof replay`, and not a report; {REMEDY}")]
    Replay,
    /// A field is missing or wrong.
    #[error("not a report: {0}; {REMEDY}")]
    Form(#[from] FormError),
    /// It is of a version that this wireproof does not know.
    #[error(
        "`wireproof`: the report is of version {0}, and this wireproof reads version {VERSION}: use a newer wireproof, or write the report with this one"
    )]
    Newer(u64),
    /// The run was interrupted, or could not go on: why, if the report says so.
    #[error("`complete`: the run {}", unended(.0.as_deref()))]
    Incomplete(Option<String>),
}

/// How a report is made, for those who have none.
const REMEDY: &str = "`wireproof client --report json=FILE` writes one";

/// What became of a run that did not come to its end.
fn unended(why: Option<&str>) -> String {
    match why {
        Some(why) => format!("could not go on, and what it did not come to is not known: {why}"),
        None => {
            "was interrupted, and what it did not come to is not known; run it again to its end"
                .to_owned()
        }
    }
}
