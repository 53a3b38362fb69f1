//! Matches the failures of a run with the known failures.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::pattern::Pattern;
use crate::policy::{Finding, Policy};

use super::{Entry, KnownFailures};

/// The entries for one policy.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct Matcher<'a> {
    /// The entries whose case is one id, by that id.
    by_case: HashMap<&'a str, Vec<(usize, &'a Entry)>>,
    /// The entries whose case is a pattern, by that pattern. A file often repeats a pattern, which is matched once.
    by_pattern: Vec<(&'a Pattern, Vec<(usize, &'a Entry)>)>,
    /// The entries that cover every case.
    of_all: Vec<(usize, &'a Entry)>,
}

/// What happened to the entries of one policy. Each set holds indices of entries in the file.
#[derive(Clone, Debug, Default)]
pub(in crate::run) struct EntryUse {
    /// A case that they cover was judged.
    pub(in crate::run) judged: BTreeSet<usize>,
    /// A failure matched them.
    pub(in crate::run) matched: BTreeSet<usize>,
    /// A case that they cover failed, but at another path.
    pub(in crate::run) elsewhere: BTreeMap<usize, String>,
    /// A case that they cover was not sent, or lost.
    pub(in crate::run) left_out: BTreeSet<usize>,
    /// Whether `judged` and `left_out` already hold the entries that cover every case.
    all_judged: bool,
    all_left_out: bool,
}

impl EntryUse {
    /// Returns the uses with these entries.
    pub(in crate::run) fn of(
        judged: BTreeSet<usize>,
        matched: BTreeSet<usize>,
        elsewhere: BTreeMap<usize, String>,
        left_out: BTreeSet<usize>,
    ) -> Self {
        Self { judged, matched, elsewhere, left_out, ..Self::default() }
    }

    pub(in crate::run) fn merge(&mut self, other: Self) {
        self.judged.extend(other.judged);
        self.matched.extend(other.matched);
        other.elsewhere.into_iter().for_each(|(place, path)| self.found_at(place, path));
        self.left_out.extend(other.left_out);
        self.all_judged |= other.all_judged;
        self.all_left_out |= other.all_left_out;
    }

    /// Notes the other path at which an entry's case failed. The least path is kept, so that the result does not depend on
    /// which worker was faster.
    fn found_at(&mut self, place: usize, path: String) {
        let told = self.elsewhere.entry(place).or_insert_with(|| path.clone());
        if path < *told {
            *told = path;
        }
    }
}

impl<'a> Matcher<'a> {
    /// Returns the entries of `known` for this policy.
    pub(in crate::run) fn new(known: &'a KnownFailures, policy: &Policy) -> Self {
        let mut matcher = Self::default();
        let mut patterns: HashMap<&str, usize> = HashMap::new();
        for (place, entry) in known.entries.iter().enumerate() {
            if entry.policies.iter().all(|other| other.id != policy.id) {
                continue;
            }
            let list = match entry.case.as_deref() {
                None => &mut matcher.of_all,
                Some(case) if case.is_plain() => matcher.by_case.entry(case.as_str()).or_default(),
                Some(case) => {
                    let at = *patterns.entry(case.as_str()).or_insert_with(|| {
                        matcher.by_pattern.push((case, Vec::new()));
                        matcher.by_pattern.len() - 1
                    });
                    &mut matcher.by_pattern[at].1
                }
            };
            list.push((place, entry));
        }
        matcher
    }

    /// Returns the entries that name this case, by its id or by a pattern.
    fn naming(&self, case: &str) -> impl Iterator<Item = &(usize, &'a Entry)> {
        let by_pattern = self.by_pattern.iter().filter(move |(pattern, _)| pattern.is_match(case));
        let by_case = self.by_case.get(case).into_iter().flatten();
        by_case.chain(by_pattern.flat_map(|(_, entries)| entries))
    }

    /// Notes that a case was judged.
    pub(in crate::run) fn judged(&self, case: &str, uses: &mut EntryUse) {
        uses.judged.extend(self.naming(case).map(|(place, _)| place));
        if !std::mem::replace(&mut uses.all_judged, true) {
            uses.judged.extend(self.of_all.iter().map(|(place, _)| place));
        }
    }

    /// Notes that a case was not sent, or lost.
    pub(in crate::run) fn left_out(&self, case: &str, uses: &mut EntryUse) {
        uses.left_out.extend(self.naming(case).map(|(place, _)| place));
        if !std::mem::replace(&mut uses.all_left_out, true) {
            uses.left_out.extend(self.of_all.iter().map(|(place, _)| place));
        }
    }

    /// Reports whether every finding of a failed case is known, and notes the entries in `uses`.
    pub(in crate::run) fn failed(
        &self,
        case: &str,
        findings: &[Finding],
        uses: &mut EntryUse,
    ) -> bool {
        let mut known = vec![false; findings.len()];
        // Findings by path: an entry that names a path looks only at the findings there.
        let mut at_path: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, finding) in findings.iter().enumerate() {
            at_path.entry(finding.path.as_str()).or_default().push(index);
        }
        let every: Vec<usize> = (0..findings.len()).collect();
        for (place, entry) in self.naming(case).chain(&self.of_all) {
            let places = match &entry.path {
                Some(path) => at_path.get(path.as_str()).map_or(&[][..], Vec::as_slice),
                None => &every,
            };
            let mut matched = false;
            for index in places.iter().filter(|index| entry.is_on(&findings[**index])) {
                matched = true;
                known[*index] |= !entry.expired;
                if entry.expired {
                    break;
                }
            }
            if matched {
                uses.matched.insert(*place);
            } else if let Some(finding) = findings.iter().find(|finding| entry.is_on(finding)) {
                uses.found_at(*place, finding.path.as_str().to_owned());
            } else {
                uses.judged.insert(*place);
            }
        }
        known.iter().all(|known| *known) && !findings.is_empty()
    }
}

/// An entry of the file that is no longer true.
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
    /// Every case that it covers passes.
    Passes,
    /// It fails, but at this path.
    Elsewhere(String),
    /// No case that it covers was judged.
    MatchesNothing,
    /// The run cannot say whether it is true: a case that it covers was not sent after hangs, or lost. The file is not at
    /// fault.
    NotTried,
    /// It expired on this day.
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

/// What the verdict on an entry needs to know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::run) struct EntryFacts {
    /// The index of the entry in the file.
    pub(in crate::run) place: usize,
    /// The line on which the entry begins, from 1.
    pub(in crate::run) line: usize,
    /// Its policy, or its pattern for several.
    pub(in crate::run) policy: String,
    pub(in crate::run) names_cases: bool,
    pub(in crate::run) flaky: bool,
    /// The last day on which it counted, if that day is past.
    pub(in crate::run) expired: Option<String>,
}

impl KnownFailures {
    /// Returns the facts on the entries for the `selected` policies. A flaky entry is left out if none of them `applies` to
    /// the operation: one file may speak of many operations.
    pub(in crate::run) fn facts(
        &self,
        selected: impl Fn(&Policy) -> bool,
        applies: impl Fn(&Policy) -> bool,
    ) -> Vec<EntryFacts> {
        let facts = |(place, entry): (usize, &Entry)| EntryFacts {
            place,
            line: entry.line,
            policy: entry.pattern.clone(),
            names_cases: entry.case.is_some(),
            flaky: entry.flaky,
            expired: entry.expires.clone().filter(|_| entry.expired),
        };
        let entries = self.entries.iter().enumerate();
        let about = |entry: &Entry| {
            let counts = |policy: &Policy| selected(policy) && (!entry.flaky || applies(policy));
            entry.policies.iter().any(|policy| counts(policy))
        };
        entries.filter(|(_, entry)| about(entry)).map(facts).collect()
    }
}

/// Returns what is wrong with the entries of a file. `uses` says what happened to them in the run.
///
/// If filters `narrowed` the run, it may have left out cases that an entry covers. Then only an entry that names its
/// cases is reported as passing.
pub(in crate::run) fn problems(
    file: &str,
    entries: &[EntryFacts],
    uses: &EntryUse,
    narrowed: bool,
) -> Vec<KnownProblem> {
    let problem = |entry: &EntryFacts| {
        let place = &entry.place;
        let elsewhere = uses.elsewhere.get(place);
        let kind = if let Some(day) = &entry.expired {
            KnownProblemKind::Expired(day.clone())
        } else if uses.matched.contains(place) {
            return None;
        } else if let Some(path) = elsewhere {
            KnownProblemKind::Elsewhere(path.clone())
        } else if uses.left_out.contains(place) {
            // A flaky entry may pass. If some of its cases were judged, there is nothing to report.
            let told = !(entry.flaky && uses.judged.contains(place));
            told.then_some(KnownProblemKind::NotTried)?
        } else if uses.judged.contains(place) {
            let passes = !entry.flaky && (!narrowed || entry.names_cases);
            passes.then_some(KnownProblemKind::Passes)?
        } else {
            (!narrowed).then_some(KnownProblemKind::MatchesNothing)?
        };
        let (file, policy) = (file.to_owned(), entry.policy.clone());
        Some(KnownProblem { file, line: entry.line, policy, kind })
    };
    entries.iter().filter_map(problem).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Path;
    use crate::policy::find;

    #[test]
    fn a_flaky_entry_is_left_out_if_the_operation_has_no_place_for_it() {
        let text = "[[failure]]\npolicy = \"union.*\"\nreason = \"So.\"\nflaky = true\n\n\
                    [[failure]]\npolicy = \"union.known-member\"\nreason = \"So.\"\n";
        let known = KnownFailures::read("known.toml", text, "2026-11-25").expect("it is read");
        let lines = |applies: bool| -> Vec<usize> {
            known.facts(|_| true, |_| applies).iter().map(|entry| entry.line).collect()
        };
        assert_eq!(lines(true), [1, 6]);
        assert_eq!(lines(false), [6], "an entry that is not flaky names a policy that is judged");
    }

    /// How many entries a run holds a case against: the costs of a run grow by that.
    #[test]
    fn a_case_is_held_against_the_entries_that_name_it_alone() {
        let entry = |case: String| {
            format!(
                "[[failure]]\npolicy = \"error.modeled\"\ncase = \"{case}\"\nreason = \"So.\"\n"
            )
        };
        let plain = (0..8_000).map(|i| entry(format!("error/{i}")));
        let same = (0..100).map(|_| entry("error/7*".to_owned()));
        let text: String = plain.chain(same).collect();
        let known = KnownFailures::read("known.toml", &text, "2026-11-25").expect("it is read");
        let policy = find("error.modeled").expect("it is there");
        let matcher = Matcher::new(&known, policy);
        assert_eq!(matcher.by_pattern.len(), 1, "a pattern is tried once");
        assert_eq!(matcher.naming("error/7").count(), 101);
        assert_eq!(matcher.naming("error/8").count(), 1);
        assert_eq!(
            Matcher::new(&known, find("wire.loss-told").expect("there")).naming("x").count(),
            0
        );

        let (mut uses, finding) = (EntryUse::default(), Finding::new(Path::root("outcome"), "so"));
        assert!(matcher.failed("error/8", std::slice::from_ref(&finding), &mut uses));
        assert!(!matcher.failed("union/8", &[finding], &mut uses));
        assert_eq!(Vec::from_iter(uses.matched), [8]);
    }
}
