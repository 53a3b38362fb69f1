//! What stands in the matrix, whatever it is written in.

use std::collections::HashSet;

use crate::policy::{Level, Policy, catalogue, find};
use crate::report::saved::{SavedFailure, SavedPolicy, SavedReport};
use crate::run::Verdict;

/// Policies by testees.
#[derive(Clone, Debug)]
pub struct Matrix<'r> {
    /// The operation that all were judged by.
    pub(super) operation: &'r str,
    /// Its service.
    pub(super) service: &'r str,
    /// The testees, in the order in which their reports were given.
    pub(super) columns: Vec<Column<'r>>,
    /// The policies, by their groups.
    pub(super) groups: Vec<Group<'r>>,
}

/// A testee.
#[derive(Clone, Debug)]
pub(super) struct Column<'r> {
    /// What it is called in anchors: of lower-case letters, digits, dots and hyphens, and unlike any other.
    pub(super) key: String,
    pub(super) report: &'r SavedReport,
}

/// Policies of one group.
#[derive(Clone, Debug)]
pub(super) struct Group<'r> {
    pub(super) name: &'r str,
    pub(super) rows: Vec<Row<'r>>,
}

/// A policy.
#[derive(Clone, Debug)]
pub(super) struct Row<'r> {
    /// What it is called in anchors.
    pub(super) key: String,
    pub(super) id: &'r str,
    pub(super) level: Level,
    /// The policy itself; none if only another version of wireproof knows it.
    pub(super) policy: Option<&'static Policy>,
    /// What each testee's report says of it, in the order of the columns; none if it was left out.
    pub(super) cells: Vec<Option<&'r SavedPolicy>>,
}

/// What a testee did with a policy. A known failure is a failure: it is a fault of the testee.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'r> {
    Kept {
        exercised: usize,
    },
    Broken {
        policy: &'r SavedPolicy,
    },
    /// What it does, if the policy is a may.
    Observed {
        policy: &'r SavedPolicy,
    },
    NotApplicable,
    NotExercised,
    NotSelected,
}

/// Why there is no matrix of some reports.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatrixError {
    /// There are none.
    #[error("there is no report")]
    Nothing,
    /// Two are of different operations.
    #[error("the reports are of different operations, {0} and {1}: make a matrix of each")]
    Operations(String, String),
}

impl<'r> Matrix<'r> {
    /// The matrix of these reports.
    ///
    /// # Errors
    ///
    /// If there are none, or they are not of one operation.
    pub fn of(reports: &'r [SavedReport]) -> Result<Self, MatrixError> {
        let Some(first) = reports.first() else { return Err(MatrixError::Nothing) };
        let name = |report: &SavedReport| {
            format!("{} of {}", report.contract.operation, report.contract.service)
        };
        if let Some(other) = reports.iter().find(|report| name(report) != name(first)) {
            return Err(MatrixError::Operations(name(first), name(other)));
        }
        Ok(Self {
            operation: &first.contract.operation,
            service: &first.contract.service,
            columns: columns(reports),
            groups: groups(reports),
        })
    }

    /// Every policy.
    pub(super) fn rows(&self) -> impl Iterator<Item = &Row<'r>> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// The days on which the testees were judged, the first and the last.
    pub(super) fn days(&self) -> Option<(&'r str, &'r str)> {
        let days = || self.columns.iter().filter_map(|column| column.report.day());
        Some((days().min()?, days().max()?))
    }
}

impl<'r> Row<'r> {
    /// What the testee of a column did with the policy.
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

    /// The columns of the testees that break the policy, or do otherwise if it is a may, each with what its report
    /// says of it.
    pub(super) fn departing(&self) -> impl Iterator<Item = (usize, &'r SavedPolicy)> {
        (0..self.cells.len()).filter_map(|column| match self.cell(column) {
            Cell::Broken { policy } | Cell::Observed { policy } => {
                (policy.failed > 0).then_some((column, policy))
            }
            _ => None,
        })
    }

    /// Whether the policy is about what is sent, so that the requests are what is to be seen.
    pub(super) fn is_on_requests(&self) -> bool {
        matches!(
            self.policy.map(|policy| policy.group),
            Some(crate::policy::Group::Request | crate::policy::Group::Input)
        )
    }
}

impl Column<'_> {
    /// How many policies of a level the testee breaks, and how many it was judged by.
    pub(super) fn broken(&self, level: Level) -> (usize, usize) {
        let of = || self.report.policies.iter().filter(move |policy| policy.level == level);
        let broken = of().filter(|policy| policy.verdict.is_failure()).count();
        (broken, of().filter(|policy| policy.verdict.is_judged()).count())
    }
}

/// The failure that shows best how a policy is broken.
pub(super) fn smallest(policy: &SavedPolicy) -> Option<&SavedFailure> {
    policy.failures.first()
}

fn columns(reports: &[SavedReport]) -> Vec<Column<'_>> {
    let mut taken = HashSet::new();
    let column = |report| {
        let name = key_of(report);
        let mut key = name.clone();
        for number in 2.. {
            if taken.insert(key.clone()) {
                break;
            }
            key = format!("{name}-{number}");
        }
        Column { key, report }
    };
    reports.iter().map(column).collect()
}

/// A testee's name as it can stand in an anchor.
fn key_of(report: &SavedReport) -> String {
    let fit =
        |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
    let key: String = report.testee.name.chars().map(fit).take(40).collect();
    let key = key.trim_matches(['-', '.']);
    if key.is_empty() { "testee".to_owned() } else { key.to_owned() }
}

/// The policies that a report has, in the order of the catalogue; behind them those that it does not know.
fn groups(reports: &[SavedReport]) -> Vec<Group<'_>> {
    let mut seen = HashSet::new();
    let policies = || reports.iter().flat_map(|report| &report.policies);
    let mut saved: Vec<&SavedPolicy> =
        policies().filter(|saved| seen.insert(saved.id.as_str())).collect();
    let place = |id: &str| catalogue().iter().position(|policy| policy.id == id);
    saved.sort_by_key(|saved| place(&saved.id).unwrap_or(usize::MAX));
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (number, saved) in saved.into_iter().enumerate() {
        let policy = find(&saved.id);
        let row = Row {
            key: policy.map_or_else(|| format!("policy-{number}"), |policy| policy.id.to_owned()),
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
