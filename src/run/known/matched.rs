//! What a run makes of the known failures.

use std::collections::BTreeSet;
use std::fmt;

use crate::policy::{Finding, Policy};

use super::{Entry, KnownFailures};

/// The entries on one policy.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Matcher<'a> {
    entries: Vec<(usize, &'a Entry)>,
}

/// What became of one policy's entries: each set has places of entries in the file.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct EntryUse {
    /// A case that they speak of was judged.
    pub(in crate::run) judged: BTreeSet<usize>,
    /// A failure was theirs.
    pub(in crate::run) matched: BTreeSet<usize>,
    /// A case that they speak of failed, but not there.
    pub(in crate::run) elsewhere: BTreeSet<(usize, String)>,
    /// A case that they speak of was not sent, or lost.
    pub(in crate::run) left_out: BTreeSet<usize>,
}

impl EntryUse {
    pub(in crate::run) fn merge(&mut self, other: Self) {
        self.judged.extend(other.judged);
        self.matched.extend(other.matched);
        self.elsewhere.extend(other.elsewhere);
        self.left_out.extend(other.left_out);
    }
}

impl<'a> Matcher<'a> {
    /// The entries of `known` on this policy.
    pub(in crate::run) fn new(known: &'a KnownFailures, policy: &Policy) -> Self {
        let entries = known.entries.iter().enumerate();
        let about = |entry: &Entry| entry.policies.iter().any(|other| other.id == policy.id);
        Self { entries: entries.filter(|(_, entry)| about(entry)).collect() }
    }

    /// Notes that a case was judged.
    pub(in crate::run) fn judged(&self, case: &str, uses: &mut EntryUse) {
        let about = self.entries.iter().filter(|(_, entry)| entry.is_about(case));
        uses.judged.extend(about.map(|(place, _)| place));
    }

    /// Notes that a case was not sent, or lost.
    pub(in crate::run) fn left_out(&self, case: &str, uses: &mut EntryUse) {
        let about = self.entries.iter().filter(|(_, entry)| entry.is_about(case));
        uses.left_out.extend(about.map(|(place, _)| place));
    }

    /// Whether every finding of a failed case is known, and by which entries.
    pub(in crate::run) fn failed(
        &self,
        case: &str,
        findings: &[Finding],
        uses: &mut EntryUse,
    ) -> bool {
        let about: Vec<_> = self.entries.iter().filter(|(_, entry)| entry.is_about(case)).collect();
        for (place, entry) in &about {
            let shown: Vec<_> = findings.iter().filter(|finding| entry.is_on(finding)).collect();
            if shown.iter().any(|finding| entry.is_at(finding)) {
                uses.matched.insert(*place);
            } else if let Some(finding) = shown.first() {
                uses.elsewhere.insert((*place, finding.path.as_str().to_owned()));
            } else {
                uses.judged.insert(*place);
            }
        }
        let known =
            |finding| about.iter().any(|(_, e)| !e.expired && e.is_at(finding) && e.is_on(finding));
        !about.is_empty() && findings.iter().all(known)
    }
}

/// A line of the file that is not true any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownProblem {
    /// The file.
    pub file: String,
    /// The line on which the entry begins, from 1.
    pub line: usize,
    /// The entry's policy, or its pattern for several.
    pub policy: String,
    /// What is wrong.
    pub kind: KnownProblemKind,
}

/// What is wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownProblemKind {
    /// Every case that it speaks of passes.
    Passes,
    /// It fails, but at this path.
    Elsewhere(String),
    /// No case that it speaks of was judged.
    MatchesNothing,
    /// Nothing is known of it: a case that it speaks of was left out after hangs, or lost. This is no fault of
    /// the file.
    NotTried,
    /// It was good until this day.
    Expired(String),
}

impl fmt::Display for KnownProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, policy, kind } = self;
        write!(f, "{file}:{line}: the known failure of {policy} ")?;
        match kind {
            KnownProblemKind::Passes => f.write_str("passes: remove the entry"),
            KnownProblemKind::Elsewhere(path) => {
                write!(f, "fails elsewhere: look at it, and write path = \"{path}\"")
            }
            KnownProblemKind::MatchesNothing => {
                f.write_str("matches nothing: correct its case, or remove the entry")
            }
            KnownProblemKind::NotTried => f.write_str(
                "was not tried to the end: cases that it speaks of were not sent after hangs, or lost",
            ),
            KnownProblemKind::Expired(day) => {
                write!(f, "expired on {day}: look at it again, and remove it or set another day")
            }
        }
    }
}

impl KnownFailures {
    /// What is wrong with the entries on the policies that were `selected`, after a run in which `uses`
    /// became of them.
    ///
    /// Where the run was `narrowed` by filters, what an entry speaks of may have been left out. Then only
    /// an entry that names its cases is said to pass.
    pub(in crate::run) fn problems(
        &self,
        uses: &EntryUse,
        narrowed: bool,
        selected: impl Fn(&Policy) -> bool,
    ) -> Vec<KnownProblem> {
        let problem = |(place, entry): (usize, &Entry)| {
            let elsewhere = uses.elsewhere.iter().find(|(other, _)| *other == place);
            let kind = if let (true, Some(day)) = (entry.expired, &entry.expires) {
                KnownProblemKind::Expired(day.clone())
            } else if uses.matched.contains(&place) {
                return None;
            } else if let Some((_, path)) = elsewhere {
                KnownProblemKind::Elsewhere(path.clone())
            } else if uses.left_out.contains(&place) {
                // One that may pass, and did where it was tried, has nothing to be told.
                let told = !(entry.flaky && uses.judged.contains(&place));
                told.then_some(KnownProblemKind::NotTried)?
            } else if uses.judged.contains(&place) {
                let passes = !entry.flaky && (!narrowed || entry.case.is_some());
                passes.then_some(KnownProblemKind::Passes)?
            } else {
                (!narrowed).then_some(KnownProblemKind::MatchesNothing)?
            };
            let (file, policy) = (self.file.clone(), entry.pattern.clone());
            Some(KnownProblem { file, line: entry.line, policy, kind })
        };
        let entries = self.entries.iter().enumerate();
        let about = |entry: &Entry| entry.policies.iter().any(|policy| selected(policy));
        entries.filter(|(_, entry)| about(entry)).filter_map(problem).collect()
    }
}
