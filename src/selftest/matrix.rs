//! The kill matrix: which saboteur is caught by which policies.

use std::fmt;

use crate::policy::Policy;
use crate::reference::saboteurs::{Saboteur, saboteurs};
use crate::run::{Report, Verdict};

/// What the suite found of one saboteur.
#[derive(Clone, Debug)]
pub struct Row {
    /// The saboteur; `None` for the reference client without a fault.
    pub saboteur: Option<&'static Saboteur>,
    /// The ids of the policies that it breaks, in the order of the catalogue, each with the case that
    /// shows it best.
    pub caught_by: Vec<(&'static str, String)>,
    /// How many calls were made.
    pub calls: usize,
}

impl Row {
    pub(super) fn new(saboteur: Option<&'static Saboteur>, report: &Report) -> Self {
        let broken = report.policies.iter().filter(|policy| policy.verdict == Verdict::Fail);
        let caught_by = broken.map(|policy| {
            let case = policy.failures.first().map(|failure| failure.stimulus.clone());
            (policy.policy.id, case.unwrap_or_default())
        });
        Self { saboteur, caught_by: caught_by.collect(), calls: report.calls.made() }
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

/// Every saboteur beside the policies that caught it, and what is wrong with that.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Whether every run came to its end; not so after an interrupt, when the rest is missing.
    pub complete: bool,
    /// The saboteurs, in the order of the catalogue of their policies.
    pub rows: Vec<Row>,
    /// The policies that the reference client is accused by, though nothing is wrong with it, each with a
    /// case.
    pub accused: Vec<(&'static str, String)>,
    /// What is wrong with the suite.
    pub faults: Vec<Fault>,
}

/// A fault of the suite, which the matrix shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The client without a fault is accused by this policy.
    Accused(&'static str),
    /// No policy catches this saboteur.
    Survived(&'static str),
    /// Policies catch this saboteur, but not the one that is there for it.
    NotByItsOwn(&'static str),
    /// This saboteur is caught by this policy too, which has no business with its fault.
    AlsoBy(&'static str, &'static str),
    /// No saboteur is caught by this policy alone.
    NeverSole(&'static str),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accused(policy) => write!(f, "{policy} accuses the client without a fault"),
            Self::Survived(saboteur) => write!(f, "{saboteur} is caught by no policy"),
            Self::NotByItsOwn(saboteur) => write!(f, "{saboteur} is not caught by its own policy"),
            Self::AlsoBy(saboteur, policy) => {
                write!(f, "{saboteur} is caught by {policy} too, which is not about its fault")
            }
            Self::NeverSole(policy) => {
                write!(f, "no saboteur is caught by {policy} alone: what would be lost without it?")
            }
        }
    }
}

impl Matrix {
    /// Puts the rows into order and looks for faults. That every policy is once the only one to catch
    /// a saboteur can be told only of the policies whose saboteurs all have a row.
    pub(super) fn new(mut rows: Vec<Row>, complete: bool, policies: &[&'static Policy]) -> Self {
        let place = |row: &Row| {
            let name = row.saboteur.map(|saboteur| saboteur.name);
            saboteurs().position(|other| Some(other.name) == name)
        };
        rows.sort_by_key(place);
        let plain = rows.iter().position(|row| row.saboteur.is_none());
        let accused = plain.map(|at| rows.remove(at).caught_by).unwrap_or_default();
        let mut faults: Vec<_> = accused.iter().map(|(id, _)| Fault::Accused(id)).collect();
        for row in &rows {
            let Some(saboteur) = row.saboteur else { continue };
            if row.caught_by.is_empty() {
                faults.push(Fault::Survived(saboteur.name));
                continue;
            }
            if !row.is_caught_by(saboteur.policy) {
                faults.push(Fault::NotByItsOwn(saboteur.name));
            }
            let own = |id: &str| id == saboteur.policy || saboteur.also.contains(&id);
            let others = row.caught_by.iter().filter(|(id, _)| !own(id));
            faults.extend(others.map(|(id, _)| Fault::AlsoBy(saboteur.name, id)));
        }
        let has_row = |saboteur: &Saboteur| {
            rows.iter().any(|row| row.saboteur.is_some_and(|own| own.name == saboteur.name))
        };
        let whole = |policy: &Policy| {
            saboteurs().filter(|saboteur| saboteur.policy == policy.id).all(has_row)
        };
        let never = policies.iter().filter(|policy| {
            whole(policy) && !rows.iter().any(|row| row.is_caught_by_only(policy.id))
        });
        faults.extend(never.map(|policy| Fault::NeverSole(policy.id)));
        Self { complete, rows, accused, faults }
    }
}
