//! The kill matrix: the policies that catch each mutant.

use std::fmt;

use crate::policy::Policy;
use crate::reference::mutants::{Mutant, mutants};
use crate::run::{Report, Verdict};

/// The policies that one mutant breaks.
#[derive(Clone, Debug)]
pub struct KillRow {
    /// The mutant; `None` for a client without a fault.
    pub mutant: Option<&'static Mutant>,
    /// The ids of the policies that it breaks, in the order of the catalogue, each with the case of its first failure.
    pub caught_by: Vec<(&'static str, String)>,
    /// Whether its own policy catches it in the run of all policies, and not in a run of that policy alone.
    pub missed_alone: bool,
    /// The number of calls that were made in the run of all policies.
    pub calls: usize,
}

impl KillRow {
    pub(super) fn new(mutant: Option<&'static Mutant>, report: &Report) -> Self {
        let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
        let caught_by = broken.map(|policy| {
            let case = policy.failures.first().map(|failure| failure.stimulus.clone());
            (policy.policy.id, case.unwrap_or_default())
        });
        let (caught_by, calls) = (caught_by.collect(), report.calls.made());
        Self { mutant, caught_by, missed_alone: false, calls }
    }

    /// Reports whether this policy caught it.
    pub fn is_caught_by(&self, policy: &str) -> bool {
        self.caught_by.iter().any(|(id, _)| *id == policy)
    }

    /// Reports whether its own policy caught it, in the run of all policies and in the run of that policy alone.
    pub fn is_caught_alone(&self) -> bool {
        self.mutant.is_some_and(|mutant| self.is_caught_by(mutant.policy)) && !self.missed_alone
    }

    /// Reports whether only this policy caught it.
    pub fn is_caught_by_only(&self, policy: &str) -> bool {
        matches!(&self.caught_by[..], [(id, _)] if *id == policy)
    }
}

/// Every mutant with the policies that caught it, and the faults of the suite that this shows.
#[derive(Clone, Debug)]
pub struct KillMatrix {
    /// Whether every run was finished. After an interrupt, the other rows are missing.
    pub complete: bool,
    /// The mutants, in the order of the catalogue of their policies.
    pub rows: Vec<KillRow>,
    /// The policies that accuse the client without a fault, each with a case.
    pub accused: Vec<(&'static str, String)>,
    /// The faults of the suite.
    pub faults: Vec<SuiteFault>,
}

/// A fault of the suite that the matrix shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuiteFault {
    /// This policy accuses the client without a fault.
    Accused(&'static str),
    /// No policy catches this mutant.
    Survived(&'static str),
    /// Other policies catch this mutant, but not its own one.
    NotByItsOwn(&'static str),
    /// This policy catches the mutant in a run of all policies, and not in a run of this policy alone.
    MissedAlone(&'static str, &'static str),
    /// A policy that is not about the fault of this mutant catches it, too.
    AlsoBy(&'static str, &'static str),
    /// This policy is never the only one that catches a mutant.
    NeverSole(&'static str),
}

impl fmt::Display for SuiteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accused(policy) => write!(f, "{policy} accuses the client without a fault"),
            Self::Survived(mutant) => write!(f, "{mutant} is caught by no policy"),
            Self::NotByItsOwn(mutant) => write!(f, "{mutant} is not caught by its own policy"),
            Self::MissedAlone(mutant, policy) => {
                write!(f, "{mutant} is caught by {policy}, but not if only this policy is selected")
            }
            Self::AlsoBy(mutant, policy) => {
                write!(f, "{mutant} is also caught by {policy}, which is not about its fault")
            }
            Self::NeverSole(policy) => {
                write!(
                    f,
                    "no mutant is caught by {policy} alone, so the suite may not need this policy"
                )
            }
        }
    }
}

impl KillMatrix {
    /// Sorts the rows and looks for faults. It reports [`SuiteFault::NeverSole`] only for a policy whose mutants all have
    /// a row, because a missing row could be the one that this policy alone catches.
    pub(super) fn new(rows: Vec<KillRow>, complete: bool, policies: &[&'static Policy]) -> Self {
        // There is a client without a fault for each operation.
        let (plain, mut rows): (Vec<_>, Vec<_>) =
            rows.into_iter().partition(|row| row.mutant.is_none());
        let accused: Vec<_> = plain.into_iter().flat_map(|row| row.caught_by).collect();
        let place = |row: &KillRow| {
            let name = row.mutant.map(|mutant| mutant.name);
            mutants().position(|other| Some(other.name) == name)
        };
        rows.sort_by_key(place);
        let mut faults: Vec<_> = accused.iter().map(|(id, _)| SuiteFault::Accused(id)).collect();
        for row in &rows {
            let Some(mutant) = row.mutant else { continue };
            if row.caught_by.is_empty() {
                faults.push(SuiteFault::Survived(mutant.name));
                continue;
            }
            if !row.is_caught_by(mutant.policy) {
                faults.push(SuiteFault::NotByItsOwn(mutant.name));
            }
            if row.missed_alone {
                faults.push(SuiteFault::MissedAlone(mutant.name, mutant.policy));
            }
            let own = |id: &str| id == mutant.policy || mutant.also.contains(&id);
            let others = row.caught_by.iter().filter(|(id, _)| !own(id));
            faults.extend(others.map(|(id, _)| SuiteFault::AlsoBy(mutant.name, id)));
        }
        let has_row = |mutant: &Mutant| {
            rows.iter().any(|row| row.mutant.is_some_and(|own| own.name == mutant.name))
        };
        let whole =
            |policy: &Policy| mutants().filter(|mutant| mutant.policy == policy.id).all(has_row);
        let never = policies.iter().filter(|policy| {
            whole(policy) && !rows.iter().any(|row| row.is_caught_by_only(policy.id))
        });
        faults.extend(never.map(|policy| SuiteFault::NeverSole(policy.id)));
        Self { complete, rows, accused, faults }
    }
}
