//! The content of the matrix, for every format.

use std::collections::HashSet;

use crate::policy::{Level, Policy, catalogue, find};
use crate::report::saved::{SavedFailure, SavedPolicy, SavedReport};
use crate::run::Verdict;

/// The results of testees for policies: a section for each operation.
#[derive(Clone, Debug)]
pub struct Matrix<'r> {
    /// The sections, in the order in which the reports first name their operations. There is at least one.
    pub(super) sections: Vec<Section<'r>>,
}

/// The results of testees for the policies of one operation.
#[derive(Clone, Debug)]
pub(super) struct Section<'r> {
    /// The name of the section in anchors, unique on the page.
    pub(super) key: String,
    pub(super) operation: &'r str,
    /// The service of the operation.
    pub(super) service: &'r str,
    /// The testees, in the order of their reports.
    pub(super) columns: Vec<Column<'r>>,
    /// The policies, by group.
    pub(super) groups: Vec<Group<'r>>,
}

/// A testee and its report.
#[derive(Clone, Debug)]
pub(super) struct Column<'r> {
    /// The unique name of the testee in anchors: lower-case letters, digits, dots and hyphens.
    pub(super) key: String,
    pub(super) report: &'r SavedReport,
}

/// The policies of one group.
#[derive(Clone, Debug)]
pub(super) struct Group<'r> {
    pub(super) name: &'r str,
    pub(super) rows: Vec<Row<'r>>,
}

/// A policy and its results.
#[derive(Clone, Debug)]
pub(super) struct Row<'r> {
    /// The name of the policy in anchors.
    pub(super) key: String,
    pub(super) id: &'r str,
    pub(super) level: Level,
    /// The policy itself. `None` if only another version of wireproof knows it.
    pub(super) policy: Option<&'static Policy>,
    /// The result of each testee, in the order of the columns. `None` if the run left the policy out.
    pub(super) cells: Vec<Option<&'r SavedPolicy>>,
}

/// The result of a testee for a policy. A known failure is a failure, because it is a fault of the testee.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'r> {
    Kept {
        exercised: usize,
    },
    Broken {
        policy: &'r SavedPolicy,
    },
    /// What the testee does, if the policy is a may.
    Observed {
        policy: &'r SavedPolicy,
    },
    NotApplicable,
    NotExercised,
    NotSelected,
}

/// Why reports cannot make a matrix.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixError {
    /// There are no reports.
    #[error("there is no report")]
    Nothing,
}

impl<'r> Matrix<'r> {
    /// Makes the matrix of these reports, with a section for each operation.
    ///
    /// # Errors
    ///
    /// If there are no reports.
    pub fn of(reports: &'r [SavedReport]) -> Result<Self, MatrixError> {
        let operation = |report: &'r SavedReport| {
            (report.contract.service.as_str(), report.contract.operation.as_str())
        };
        let mut of_operation: Vec<((&str, &str), Vec<&SavedReport>)> = Vec::new();
        for report in reports {
            match of_operation.iter_mut().find(|(other, _)| *other == operation(report)) {
                Some((_, others)) => others.push(report),
                None => of_operation.push((operation(report), vec![report])),
            }
        }
        let several = of_operation.len() > 1;
        let mut keys = Keys::default();
        let sections = of_operation.into_iter().map(|((service, operation), reports)| {
            let key = keys.of(operation, "operation");
            let groups = groups(&reports, if several { Some(&key) } else { None });
            Section { operation, service, columns: columns(&reports), groups, key }
        });
        let sections: Vec<_> = sections.collect();
        if sections.is_empty() { Err(MatrixError::Nothing) } else { Ok(Self { sections }) }
    }

    /// Returns the section, if there is only one.
    pub(super) fn single(&self) -> Option<&Section<'r>> {
        match self.sections.as_slice() {
            [section] => Some(section),
            _ => None,
        }
    }
}

impl<'r> Section<'r> {
    /// Returns the name of the operation, or of the section in anchors if the first does not fit or another section has it.
    pub(super) fn name(&self) -> &str {
        if self.operation.eq_ignore_ascii_case(&self.key) { self.operation } else { &self.key }
    }

    /// Returns every policy.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row<'r>> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// Returns the first and the last day on which the testees were judged.
    pub(super) fn days(&self) -> Option<(&'r str, &'r str)> {
        let days = || self.columns.iter().filter_map(|column| column.report.day());
        Some((days().min()?, days().max()?))
    }
}

impl<'r> Row<'r> {
    /// Returns the result of the testee of a column.
    pub(super) fn cell(&self, column: usize) -> Cell<'r> {
        let Some(policy) = self.cells.get(column).copied().flatten() else {
            return Cell::NotSelected;
        };
        let exercised = policy.exercised;
        match policy.verdict {
            Verdict::Pass | Verdict::UnexpectedPass => Cell::Kept { exercised },
            Verdict::Fail | Verdict::KnownFailure => Cell::Broken { policy },
            Verdict::Observed => Cell::Observed { policy },
            Verdict::NotApplicable => Cell::NotApplicable,
            Verdict::NotExercised => Cell::NotExercised,
        }
    }

    /// Returns the columns of the testees that break the policy, or do not keep it if it is a may, each with its result.
    pub(super) fn departing(&self) -> impl Iterator<Item = (usize, &'r SavedPolicy)> {
        (0..self.cells.len()).filter_map(|column| match self.cell(column) {
            Cell::Broken { policy } | Cell::Observed { policy } => {
                (policy.failed > 0).then_some((column, policy))
            }
            _ => None,
        })
    }

    /// Reports whether the policy is about requests, so that the page shows the requests.
    pub(super) fn is_on_requests(&self) -> bool {
        matches!(
            self.policy.map(|policy| policy.group),
            Some(crate::policy::Group::Request | crate::policy::Group::Input)
        )
    }
}

impl Column<'_> {
    /// Returns how many policies of a level the testee breaks, and how many judged it.
    pub(super) fn broken(&self, level: Level) -> (usize, usize) {
        let of = || self.report.policies.iter().filter(move |policy| policy.level == level);
        let broken = of().filter(|policy| policy.verdict.is_failure()).count();
        (broken, of().filter(|policy| policy.verdict.is_judged()).count())
    }
}

/// Returns the failure that best shows how a policy is broken.
pub(super) fn smallest(policy: &SavedPolicy) -> Option<&SavedFailure> {
    policy.failures.first()
}

fn columns<'r>(reports: &[&'r SavedReport]) -> Vec<Column<'r>> {
    let mut keys = Keys::default();
    let column =
        |report: &&'r SavedReport| Column { key: keys.of(&report.testee.name, "testee"), report };
    reports.iter().map(column).collect()
}

/// Makes texts of reports into names in anchors: lower-case letters, digits, dots and hyphens. Each is made once.
#[derive(Debug, Default)]
struct Keys {
    taken: HashSet<String>,
}

impl Keys {
    /// Returns a new name for a text, or for `otherwise` if nothing of the text fits.
    fn of(&mut self, text: &str, otherwise: &str) -> String {
        let fit = |c: char| {
            if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' }
        };
        let name: String = text.chars().map(fit).take(40).collect();
        let name = name.trim_matches(['-', '.']);
        let name = if name.is_empty() { otherwise } else { name };
        let mut key = name.to_owned();
        for number in 2.. {
            if self.taken.insert(key.clone()) {
                break;
            }
            key = format!("{name}-{number}");
        }
        key
    }
}

/// Returns the policies of the reports: first those of the catalogue, in its order, then those that it does not know.
/// `section` is the name of the section in anchors, if there are several.
fn groups<'r>(reports: &[&'r SavedReport], section: Option<&str>) -> Vec<Group<'r>> {
    let mut seen = HashSet::new();
    let policies = || reports.iter().flat_map(|report| &report.policies);
    let mut saved: Vec<&'r SavedPolicy> =
        policies().filter(|saved| seen.insert(saved.id.as_str())).collect();
    let place = |id: &str| catalogue().iter().position(|policy| policy.id == id);
    saved.sort_by_key(|saved| place(&saved.id).unwrap_or(usize::MAX));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (number, saved) in saved.into_iter().enumerate() {
        let policy = find(&saved.id);
        let key = policy.map_or_else(|| format!("policy-{number}"), |policy| policy.id.to_owned());
        let row = Row {
            key: section.map_or_else(|| key.clone(), |section| format!("{section}/{key}")),
            id: &saved.id,
            level: saved.level,
            policy,
            cells: reports.iter().map(|report| report.policy(&saved.id)).collect(),
        };
        let name = saved.id.split_once('.').map_or(saved.id.as_str(), |(group, _)| group);
        match groups.last_mut() {
            Some(group) if group.name == name => group.rows.push(row),
            _ => groups.push(Group { name, rows: vec![row] }),
        }
    }
    groups
}
