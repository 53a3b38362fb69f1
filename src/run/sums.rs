//! The judgements of one policy as sums, without what they are made of. Sums of shards add up to those of the whole run.

use std::collections::HashSet;
use std::sync::Arc;

use crate::policy::{Counts, Level, Policy, Shows};

use super::failures::{Failures, Kept};
use super::known::EntryUse;
use super::report::{PolicyReport, Recorded};
use super::verdict::Verdict;

/// How much of a run is known at its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// Everything.
    Whole,
    /// Some shards. What the testee shows in the others is not known.
    Part,
}

/// The judgements of one policy so far. The order in which they arrive does not matter.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    pub(super) exercised: usize,
    pub(super) not_applicable: usize,
    /// What happened to the known failures, except for the uses in `failures`.
    pub(super) uses: EntryUse,
    /// The failures, by the condition on which they count.
    pub(super) failures: Vec<(Counts, Failures)>,
}

impl Sums {
    /// Returns the failures that count on this condition.
    pub(super) fn failures_of(&mut self, counts: Counts) -> &mut Failures {
        let place = self.failures.iter().position(|(other, _)| *other == counts);
        let place = place.unwrap_or_else(|| {
            self.failures.push((counts, Failures::default()));
            self.failures.len() - 1
        });
        &mut self.failures[place].1
    }

    /// Adds the judgements of another shard.
    pub(super) fn merge(&mut self, other: Self) {
        self.exercised += other.exercised;
        self.not_applicable += other.not_applicable;
        self.uses.merge(other.uses);
        for (counts, failures) in other.failures {
            self.failures_of(counts).merge(failures);
        }
    }

    /// Returns the report of the policy, and what happened to the known failures. `shown` is everything that the testee
    /// showed, which some failures depend on. `record` returns the stimulus at an index of the plan.
    ///
    /// If only a part of the run is known, a failure that depends on what the other shards show does not count yet: the
    /// merged report counts it.
    pub(super) fn finish(
        self,
        policy: &'static Policy,
        shown: &HashSet<Shows>,
        scope: Scope,
        record: impl Fn(usize) -> Arc<Recorded>,
    ) -> (PolicyReport, EntryUse) {
        let mut failures = Failures { uses: self.uses, ..Failures::default() };
        let (mut exercised, mut not_applicable) = (self.exercised, self.not_applicable);
        for (counts, pending) in self.failures {
            match (counts, scope) {
                // The testee never shows such a thing in the whole run, so it cannot be judged on it.
                (Counts::If(shows), Scope::Whole) if !shown.contains(&shows) => {
                    exercised -= pending.count;
                    not_applicable += pending.count;
                }
                (Counts::If(shows), Scope::Part) if !shown.contains(&shows) => {
                    exercised -= pending.count;
                }
                (Counts::Unless(_), Scope::Part) => exercised -= pending.count,
                (Counts::Unless(shows), _) if shown.contains(&shows) => exercised -= pending.count,
                _ => failures.merge(pending),
            }
        }
        let verdict = match (failures.count - failures.known, exercised, not_applicable) {
            (_, 1.., _) if policy.level == Level::May => Verdict::Observed,
            (1.., ..) => Verdict::Fail,
            (0, 1.., _) if failures.known > 0 => Verdict::KnownFailure,
            (0, 1.., _) => Verdict::Pass,
            (0, 0, 1..) => Verdict::NotApplicable,
            (0, 0, 0) => Verdict::NotExercised,
        };
        let Failures { count, known, hung, doubtful, .. } = failures;
        let (shown, uses) = failures.into_shown();
        let report = PolicyReport {
            policy,
            verdict,
            exercised,
            failed: count,
            known,
            hung,
            doubtful,
            not_reproduced: 0,
            lacks: None,
            failures: shown.into_iter().map(|kept: Kept| kept.into_failure(&record)).collect(),
        };
        (report, uses)
    }
}
