//! Known failures: a list of what a testee breaks, each entry with a reason.
//!
//! Their cases still run. An entry that passes, fails at another path, matches nothing or has expired is a fault of the
//! file, and the report names the line to change. A list that may be out of date would hide new failures.

mod day;
mod error;
mod load;
mod matched;

pub use error::KnownError;

pub(super) use matched::{EntryFacts, EntryUse, Matcher, problems};
pub use matched::{KnownProblem, KnownProblemKind};

use std::sync::Arc;

use crate::pattern::Pattern;
use crate::policy::{Finding, Policy};

use super::digest::ListDigest;

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
    pub(super) reason: String,
    /// Whether it may pass as well as fail.
    pub(super) flaky: bool,
    /// The last day on which the entry counts, and whether that day is past.
    pub(super) expires: Option<String>,
    pub(super) expired: bool,
    /// The versions of the testee that the entry is about. `None` stands for every version.
    pub(super) version: Option<Arc<Pattern>>,
    /// The operations that the entry is about. `None` stands for every operation.
    pub(super) operation: Option<Arc<Pattern>>,
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

    /// Returns the entries that are about this version of the testee and this operation. An entry that names versions is not
    /// about a testee whose version is not known.
    #[must_use]
    pub fn about(mut self, version: Option<&str>, operation: &str) -> Self {
        let fits = |pattern: &Option<Arc<Pattern>>, text: Option<&str>| match pattern {
            None => true,
            Some(pattern) => text.is_some_and(|text| pattern.is_match(text)),
        };
        self.entries.retain(|entry| {
            fits(&entry.version, version) && fits(&entry.operation, Some(operation))
        });
        self
    }

    /// Returns a digest of what the entries say, whatever the name of the file is.
    pub(super) fn digest(&self) -> String {
        let mut digest = ListDigest::default();
        for entry in &self.entries {
            let Entry { line, pattern, policies: _, case, path, actual, .. } = entry;
            let Entry { reason, flaky, expires, expired: _, version, operation, .. } = entry;
            digest.add(line.to_string());
            digest.add(pattern);
            digest.add_optional(case.as_deref().map(Pattern::as_str));
            digest.add_optional(path.as_deref());
            digest.add_optional(actual.as_deref().map(Pattern::as_str));
            digest.add(reason);
            digest.add([u8::from(*flaky)]);
            digest.add_optional(expires.as_deref());
            digest.add_optional(version.as_deref().map(Pattern::as_str));
            digest.add_optional(operation.as_deref().map(Pattern::as_str));
        }
        digest.finish()
    }

    /// Returns the entries that a run without generated stimuli can check. It leaves out those that name only generated
    /// cases, as `boundary/*` does: none of their cases is sent, and the file is not at fault.
    #[must_use]
    pub fn without_generated(mut self) -> Self {
        self.entries.retain(|entry| !entry.case.as_deref().is_some_and(names_only_generated));
        self
    }
}

/// The beginnings of the ids of generated cases.
const GENERATED: [&str; 2] = ["boundary/", "generated/"];

/// Reports whether every alternative of a pattern begins as the ids of generated cases do.
fn names_only_generated(pattern: &Pattern) -> bool {
    let text = pattern.as_str();
    let inner = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    inner.split(',').all(|one| GENERATED.iter().any(|begin| one.starts_with(begin)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_generated_stimuli_checks_no_entry_on_them() {
        let kept = |case: &str| {
            let text = format!(
                "[[failure]]\npolicy = \"error.modeled\"\ncase = \"{case}\"\nreason = \"So.\"\n"
            );
            let known = KnownFailures::read("known.toml", &text, "2026-11-25").expect("it is read");
            !known.without_generated().is_empty()
        };
        assert!(["*", "error/*", "{error/a,boundary/*}", "*/boundary/x"].into_iter().all(kept));
        let generated =
            ["boundary/*", "generated/error.modeled/000001", "{boundary/*,generated/*}"];
        assert!(!generated.into_iter().any(kept));
    }

    #[test]
    fn an_entry_may_be_about_some_versions_and_operations() {
        let kept = |fields: &str, version: Option<&str>, operation: &str| {
            let text =
                format!("[[failure]]\npolicy = \"error.modeled\"\nreason = \"So.\"\n{fields}\n");
            let known = KnownFailures::read("known.toml", &text, "2026-11-25").expect("it is read");
            !known.about(version, operation).is_empty()
        };
        for (fields, version, operation, stays) in [
            ("", None, "Converse", true),
            ("version = '1.62.*'", Some("1.62.0"), "Converse", true),
            ("version = '1.62.*'", Some("1.63.13"), "Converse", false),
            ("version = '1.62.*'", None, "Converse", false),
            ("version = '{1.17.1-*,1.62.0}'", Some("1.17.1-debian"), "Converse", true),
            ("operation = 'Converse'", None, "Converse", true),
            ("operation = 'Converse'", None, "Invoke", false),
            ("version = '1.*'\noperation = 'Converse'", Some("1.0"), "Invoke", false),
        ] {
            assert_eq!(kept(fields, version, operation), stays, "{fields} {version:?} {operation}");
        }
    }
}
