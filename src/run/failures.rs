//! Selects the failures of a policy that the report shows.

use std::sync::Arc;

use crate::exchange::{Exchange, Outcome};
use crate::policy::Finding;

use super::known::EntryUse;
use super::report::{Failure, Recorded};

/// How many failures of a policy the report keeps.
pub(super) const KEPT: usize = 5;

/// Only the first failure of a policy may have an exchange that takes more than this: 256 KiB. A testee may show
/// megabytes in every call.
pub(super) const LARGE: usize = 256 * 1024;

/// The failures of one policy that count together.
#[derive(Clone, Debug, Default)]
pub(super) struct Failures {
    pub(super) count: usize,
    /// How many of the failures are known ones.
    pub(super) known: usize,
    /// How many of the new failures are calls that hung.
    pub(super) hung: usize,
    /// How many of the other new failures another process may have caused.
    pub(super) doubtful: usize,
    pub(super) uses: EntryUse,
    pub(super) kept: Vec<Kept>,
    /// The first generated failure. The runner shrinks it, which may make it the smallest of all.
    pub(super) generated: Option<Kept>,
}

/// A candidate for the report.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    /// The index of the stimulus in the plan.
    pub(super) index: usize,
    pub(super) generated: bool,
    pub(super) stimulus: String,
    pub(super) aimed: bool,
    pub(super) known: bool,
    pub(super) doubtful: bool,
    pub(super) findings: Vec<Finding>,
    pub(super) exchange: Arc<Exchange>,
}

impl Kept {
    /// Returns the order of two failures.
    fn order(&self) -> (bool, bool, usize, usize) {
        (self.known, !self.aimed, self.exchange.size(), self.index)
    }

    fn has_hung(&self) -> bool {
        matches!(self.exchange.outcome(), Some(Outcome::Timeout { .. }))
    }

    fn is_large(&self) -> bool {
        let outcome = self.exchange.outcome().map(Outcome::to_string);
        self.exchange.size() > LARGE || outcome.is_some_and(|outcome| outcome.len() > LARGE)
    }

    pub(super) fn into_failure(self, record: impl Fn(usize) -> Arc<Recorded>) -> Failure {
        let Self { index, generated: _, stimulus, aimed, known, doubtful, findings, exchange } =
            self;
        let recorded = record(index);
        Failure {
            stimulus,
            aimed,
            findings,
            exchange,
            known,
            doubtful,
            recorded,
            shrunk: None,
            replay: None,
            index,
        }
    }
}

impl Failures {
    pub(super) fn add(&mut self, failure: Kept) {
        self.count += 1;
        self.known += usize::from(failure.known);
        self.hung += usize::from(!failure.known && failure.has_hung());
        let doubtful = failure.doubtful && !failure.known && !failure.has_hung();
        self.doubtful += usize::from(doubtful);
        self.keep(failure);
    }

    /// Keeps the failure if it is among the first. The very first is kept even if it is large.
    fn keep(&mut self, failure: Kept) {
        let first = |other: &Kept| other.order() > failure.order();
        if failure.generated && self.generated.as_ref().is_none_or(first) {
            self.generated = Some(failure.clone());
        }
        let place = self.kept.partition_point(|other| other.order() <= failure.order());
        match place {
            0 => {
                if self.kept.first().is_some_and(Kept::is_large) {
                    self.kept.remove(0);
                }
                self.kept.insert(0, failure);
            }
            1..KEPT if !failure.is_large() => self.kept.insert(place, failure),
            _ => {}
        }
        self.kept.truncate(KEPT);
    }

    /// Returns the failures that a report shows, and what happened to the known failures. The first generated failure is
    /// among them.
    pub(super) fn into_shown(self) -> (Vec<Kept>, EntryUse) {
        let mut kept = self.kept;
        if let Some(generated) = self.generated
            && !kept.iter().any(|kept| kept.generated)
        {
            kept.truncate(KEPT - 1);
            kept.push(generated);
        }
        (kept, self.uses)
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.known += other.known;
        self.hung += other.hung;
        self.doubtful += other.doubtful;
        self.uses.merge(other.uses);
        let generated = other
            .generated
            .filter(|generated| !other.kept.iter().any(|kept| kept.index == generated.index));
        other.kept.into_iter().chain(generated).for_each(|failure| self.keep(failure));
    }
}
