//! Known failures: a list of what a testee breaks, each entry with a reason.
//!
//! Their cases still run. An entry that passes, fails at another path, matches nothing or has expired is a fault of the
//! file, and the report names the line to change. A list that may be out of date would hide new failures.

mod error;
mod load;
mod matched;

pub use error::KnownError;

pub(super) use matched::{EntryFacts, EntryUse, Matcher, problems};
pub use matched::{KnownProblem, KnownProblemKind};

use std::sync::Arc;

use crate::pattern::Pattern;
use crate::policy::{Finding, Policy};

/// The known failures of a testee, read from a file.
#[derive(Clone, Debug, Default)]
pub struct KnownFailures {
    /// The name of the file, for messages. It is empty if there is no file.
    pub file: String,
    pub(super) entries: Vec<Entry>,
}

/// One known failure.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The line on which the entry begins, from 1.
    pub(super) line: usize,
    /// The `policy` of the file: an id, or a pattern for ids.
    pub(super) pattern: String,
    /// The policies that `pattern` selects.
    pub(super) policies: Arc<[&'static Policy]>,
    /// The cases of the entry. `None` stands for every case.
    pub(super) case: Option<Arc<Pattern>>,
    /// The path of the finding. `None` stands for any path.
    pub(super) path: Option<String>,
    /// The actual value at that path. `None` stands for any value.
    pub(super) actual: Option<Arc<Pattern>>,
    /// The reason: what is wrong with the testee.
    #[allow(dead_code, reason = "a file must have it, for the people who read the file")]
    pub(super) reason: String,
    /// Whether it may pass as well as fail.
    pub(super) flaky: bool,
    /// The last day on which the entry counts, and whether that day is past.
    pub(super) expires: Option<String>,
    pub(super) expired: bool,
}

impl Entry {
    /// Reports whether the entry covers this case.
    #[cfg(test)]
    pub(super) fn is_about(&self, case: &str) -> bool {
        self.case.as_ref().is_none_or(|pattern| pattern.is_match(case))
    }

    /// Reports whether the entry covers the actual value of the finding.
    pub(super) fn is_on(&self, finding: &Finding) -> bool {
        let shown = finding.actual.as_deref().unwrap_or_default();
        self.actual.as_ref().is_none_or(|pattern| pattern.is_match(shown))
    }
}

impl KnownFailures {
    /// Reports whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
