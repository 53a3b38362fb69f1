//! The kill matrix: which mutant is caught by which policies.

use std::fmt;

use crate::policy::Policy;
use crate::reference::mutants::{Mutant, mutants};
use crate::run::{Report, Verdict};

/// What the suite found of one mutant.
#[derive(Clone, Debug)]
pub struct KillRow {
    /// The mutant; `None` for the reference client without a fault.
    pub mutant: Option<&'static Mutant>,
    /// The ids of the policies that it breaks, in the order of the catalogue, each with the case that
    /// shows it best.
    pub caught_by: Vec<(&'static str, String)>,
    /// How many calls were made.
    pub calls: usize,
}

impl KillRow {
    pub(super) fn new(mutant: Option<&'static Mutant>, report: &Report) -> Self {
        let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
        let caught_by = broken.map(|policy| {
            let case = policy.failures.first().map(|failure| failure.stimulus.clone());
            (policy.policy.id, case.unwrap_or_default())
        });
        Self { mutant, caught_by: caught_by.collect(), calls: report.calls.made() }
    }

    /// Whether this policy caught it.
    pub fn is_caught_by(&self, policy: &str) -> bool {
        self.caught_by.iter().any(|(id, _)| *id == policy)
    }

    /// Whether this policy, and no other, caught it.
    pub fn is_caught_by_only(&self, policy: &str) -> bool {
        matches!(&self.caught_by[..], [(id, _)] if *id == policy)
    }
}

/// Every mutant beside the policies that caught it, and what is wrong with that.
#[derive(Clone, Debug)]
pub struct KillMatrix {
    /// Whether every run came to its end; not so after an interrupt, when the rest is missing.
    pub complete: bool,
    /// The mutants, in the order of the catalogue of their policies.
    pub rows: Vec<KillRow>,
    /// The policies that the reference client is accused by, though nothing is wrong with it, each with a
    /// case.
    pub accused: Vec<(&'static str, String)>,
    /// What is wrong with the suite.
    pub faults: Vec<SuiteFault>,
}

/// A fault of the suite, which the matrix shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuiteFault {
    /// The client without a fault is accused by this policy.
    Accused(&'static str),
    /// No policy catches this mutant.
    Survived(&'static str),
    /// Policies catch this mutant, but not the one that is there for it.
    NotByItsOwn(&'static str),
    /// This mutant is caught by this policy too, which has no business with its fault.
    AlsoBy(&'static str, &'static str),
    /// No mutant is caught by this policy alone.
    NeverSole(&'static str),
}

impl fmt::Display for SuiteFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accused(policy) => write!(f, "{policy} accuses the client without a fault"),
            Self::Survived(mutant) => write!(f, "{mutant} is caught by no policy"),
            Self::NotByItsOwn(mutant) => write!(f, "{mutant} is not caught by its own policy"),
            Self::AlsoBy(mutant, policy) => {
                write!(f, "{mutant} is caught by {policy} too, which is not about its fault")
            }
            Self::NeverSole(policy) => {
                write!(f, "no mutant is caught by {policy} alone: what would be lost without it?")
            }
        }
    }
}

impl KillMatrix {
    /// Puts the rows into order and looks for faults. That every policy is once the only one to catch
    /// a mutant can be told only of the policies whose mutants all have a row.
    pub(super) fn new(
        mut rows: Vec<KillRow>,
        complete: bool,
        policies: &[&'static Policy],
    ) -> Self {
        let place = |row: &KillRow| {
            let name = row.mutant.map(|mutant| mutant.name);
            mutants().position(|other| Some(other.name) == name)
        };
        rows.sort_by_key(place);
        let plain = rows.iter().position(|row| row.mutant.is_none());
        let accused = plain.map(|at| rows.remove(at).caught_by).unwrap_or_default();
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
