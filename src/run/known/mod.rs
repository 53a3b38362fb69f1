//! Known failures: what a testee is known to break, written down with a reason each.
//!
//! They still run. One that passes, fails in another place, matches nothing or has expired is a fault of
//! the file, told with the line to change: a list that nobody has to keep true would hide new failures.

mod load;
mod matched;

pub use load::KnownError;

pub(super) use matched::{EntryUse, Matcher};
pub use matched::{KnownProblem, KnownProblemKind};

use std::sync::Arc;

use crate::pattern::Pattern;
use crate::policy::{Finding, Policy};

/// The failures that are known of a testee, as a file tells them.
#[derive(Clone, Debug, Default)]
pub struct KnownFailures {
    /// The file's name, for messages; empty if there is no file.
    pub file: String,
    pub(super) entries: Vec<Entry>,
}

/// One known failure.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// The line on which it begins, from 1.
    pub(super) line: usize,
    /// What the file says of the policies that are broken: an id, or a pattern for ids.
    pub(super) pattern: String,
    /// The policies themselves.
    pub(super) policies: Arc<[&'static Policy]>,
    /// The cases in which it is; every one without this.
    pub(super) case: Option<Arc<Pattern>>,
    /// Where; anywhere without this.
    pub(super) path: Option<String>,
    /// What is shown there; anything without this.
    pub(super) actual: Option<Arc<Pattern>>,
    /// Why: what is wrong with the testee.
    #[allow(dead_code, reason = "required of whoever writes the file, for those who read it")]
    pub(super) reason: String,
    /// It may pass or fail.
    pub(super) flaky: bool,
    /// The last day on which it counts, and whether that is behind us.
    pub(super) expires: Option<String>,
    pub(super) expired: bool,
}

impl Entry {
    /// Whether the entry speaks of this case.
    #[cfg(test)]
    pub(super) fn is_about(&self, case: &str) -> bool {
        self.case.as_ref().is_none_or(|pattern| pattern.is_match(case))
    }

    /// Whether the entry speaks of what is shown there.
    pub(super) fn is_on(&self, finding: &Finding) -> bool {
        let shown = finding.actual.as_deref().unwrap_or_default();
        self.actual.as_ref().is_none_or(|pattern| pattern.is_match(shown))
    }
}

impl KnownFailures {
    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}
