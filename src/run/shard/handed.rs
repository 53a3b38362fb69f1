//! What a shard keeps for the merge while it ends.

use std::collections::HashSet;
use std::sync::Arc;

use crate::policy::{Level, Shows};
use crate::run::comparisons::Comparisons;
use crate::run::confirm::{Confirmed, is_hang};
use crate::run::part::Shard;
use crate::run::plan::Plan;
use crate::run::report::{Failure, PolicyReport, Recorded, Report};
use crate::run::reproduce;
use crate::run::sums::Sums;
use crate::run::verdict::Verdict;
use crate::run::worker::Worker;
use crate::testee::Interrupt;

/// What a shard keeps for the merge, beside its own report.
pub(in crate::run) struct Handed {
    pub(super) shard: Shard,
    /// The sums of each policy of the plan.
    pub(super) sums: Vec<Sums>,
    pub(super) shown: HashSet<Shows>,
    /// The indices in the plan of the stimuli whose outcomes the report has, in their order there.
    pub(super) places: Vec<usize>,
    pub(in crate::run) comparisons: Option<Comparisons>,
    pub(in crate::run) confirmed: Confirmed,
    /// The failures of each policy that were tried again.
    pub(super) again: Vec<Vec<Failure>>,
}

impl Handed {
    pub(in crate::run) fn new(
        shard: Shard,
        sums: Vec<Sums>,
        shown: HashSet<Shows>,
        places: Vec<usize>,
    ) -> Self {
        let again = sums.iter().map(|_| Vec::new()).collect();
        let (comparisons, confirmed) = (None, Confirmed::default());
        Self { shard, sums, shown, places, comparisons, confirmed, again }
    }

    /// Reproduces the failures of the shard, also those of which only the merge knows whether they count.
    ///
    /// The unsplit run reproduces the first failure of a policy and its first generated one. These are among the first of a
    /// shard, for each condition on which failures count. So each of these is tried.
    pub(in crate::run) fn reproduce(
        &mut self,
        plan: &Plan,
        workers: &mut [Worker<'_>],
        report: &mut Report,
        interrupt: &Interrupt,
    ) {
        let mut owners = Vec::new();
        let mut candidates = Report { policies: Vec::new(), ..report.clone() };
        for (place, sums) in self.sums.iter().enumerate() {
            let policy = &report.policies[place];
            let cleared = self.confirmed.tried.contains(&(place, false));
            for (_, failures) in &sums.failures {
                let (kept, _) = failures.clone().into_shown();
                let record = |index| record(plan, index);
                let failures = kept.into_iter().map(|kept| kept.into_failure(record));
                let failures = failures.filter(|failure| !(cleared && is_hang(failure))).collect();
                let verdict = match policy.policy.level {
                    Level::May => Verdict::Observed,
                    _ => Verdict::Fail,
                };
                owners.push(place);
                candidates.policies.push(PolicyReport { verdict, failures, ..policy.clone() });
            }
        }
        reproduce::all(plan, workers, &mut candidates, interrupt);
        report.cut_short = candidates.cut_short;
        for (place, policy) in owners.into_iter().zip(candidates.policies) {
            let tried = |failure: &Failure| failure.recorded.reproduced.is_some();
            self.again[place].extend(policy.failures.into_iter().filter(tried));
        }
        for (policy, again) in report.policies.iter_mut().zip(&self.again) {
            if policy.verdict.is_failure() {
                show_again(policy, plan.stimuli.fixed(), |index| {
                    again.iter().find(|failure| failure.index == index).cloned()
                });
            }
            policy.failures.sort_by_key(Failure::order);
        }
    }
}

/// Puts the failures of a policy that an unsplit run tries again in the form that they have after it. `again` returns the
/// failure of the stimulus at an index of the plan. The first `fixed` stimuli are not generated.
pub(super) fn show_again(
    policy: &mut PolicyReport,
    fixed: usize,
    again: impl Fn(usize) -> Option<Failure>,
) {
    for place in reproduce::wanted(policy, fixed).all {
        if let Some(failure) = again(policy.failures[place].index) {
            policy.failures[place] = failure;
        }
    }
}

/// Returns the stimulus at an index of the plan, as it was sent.
fn record(plan: &Plan, index: usize) -> Arc<Recorded> {
    let stimulus = plan.stimuli.get(index).expect("it was sent from there").into_owned();
    Arc::new(Recorded { before: Vec::new(), stimulus, reproduced: None })
}
