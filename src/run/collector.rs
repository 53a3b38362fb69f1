//! Merges the results of the workers.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::exchange::{Outcome, TesteeInfo};
use crate::policy::Shows;
use crate::suite::Stimulus;
use crate::testee::Strangers;

use super::call_counts::CallCounts;
use super::conclude::{Conclusion, Grounds, conclude};
use super::judge::{Judged, Made};
use super::outcomes::Outcomes;
use super::plan::Plan;
use super::report::{CallProblem, ContractInfo, PROBLEMS_KEPT, Recorded, Report};
use super::seen::Seen;
use super::shard::Handed;
use super::tally::Tally;

impl Plan {
    /// Returns the report of a run that was interrupted before its first call, while the testee `info` started.
    pub fn unstarted(&self, info: TesteeInfo) -> Report {
        Collector::new(self).finish(info, false, SystemTime::now())
    }
}

/// Merges the results of the workers. The merged result does not depend on which worker was faster.
pub(super) struct Collector<'a> {
    plan: &'a Plan,
    tallies: Vec<Tally<'a>>,
    shown: HashSet<Shows>,
    outcomes: Outcomes,
    pub(super) counts: CallCounts,
    /// By the index of the stimulus in the plan.
    problems: BTreeMap<usize, CallProblem>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            tallies: plan
                .policies
                .iter()
                .map(|policy| Tally::new(policy, &plan.known, plan.stimuli.fixed()))
                .collect(),
            shown: HashSet::new(),
            outcomes: Outcomes::default(),
            counts: CallCounts::default(),
            problems: BTreeMap::new(),
        }
    }

    pub(super) fn take(&mut self, judged: Judged, stimulus: &Stimulus) {
        let Judged { made: Made { index, session, stderr }, judgements } = judged;
        for call in &session.calls {
            let Some(outcome) = call.outcome() else { continue };
            self.counts.add(outcome);
            self.shown.extend(Shows::of(outcome, call.response.as_ref()));
            // A worker makes no more calls after a lost one, so a stimulus has at most one.
            if !outcome.is_told() && !matches!(outcome, Outcome::Skipped { .. }) {
                let problem = CallProblem {
                    stimulus: stimulus.id.clone(),
                    outcome: outcome.clone(),
                    stderr: stderr.clone(),
                    reproduced: None,
                    index,
                };
                self.problems.insert(index, problem);
            }
        }
        if self.problems.len() > PROBLEMS_KEPT {
            self.problems.pop_last();
        }
        self.outcomes.take(index, &stimulus.id, &session);
        let Some(seen) = Seen::of(session) else { return };
        for (tally, judgement) in self.tallies.iter_mut().zip(judgements) {
            tally.add(index, stimulus, &seen, judgement);
        }
    }

    /// Counts the stimuli that were not sent after hangs.
    pub(super) fn leave_out(&mut self, places: &[Range<usize>]) {
        self.counts.unsent = places.iter().map(ExactSizeIterator::len).sum();
        if self.plan.known.is_empty() {
            return;
        }
        for place in places.iter().cloned().flatten() {
            let id = self.plan.stimuli.id(place).expect("it was left out from there");
            self.tallies.iter_mut().for_each(|tally| tally.leave_out(&id));
        }
    }

    /// Returns what a shard hands on to the merge, or `None` if the run is whole.
    pub(super) fn handed(&self) -> Option<Handed> {
        let shard = self.plan.shard?;
        let sums = self.tallies.iter().map(|tally| tally.sums().clone()).collect();
        Some(Handed::new(shard, sums, self.shown.clone(), self.outcomes.places()))
    }

    /// Returns the report, with the verdicts, of a run that began at `started` and ends now.
    pub(super) fn finish(self, testee: TesteeInfo, complete: bool, started: SystemTime) -> Report {
        let plan = self.plan;
        let record = |index| {
            let stimulus = plan.stimuli.get(index).expect("it was sent from there").into_owned();
            Arc::new(Recorded { before: Vec::new(), stimulus, reproduced: None })
        };
        let facts = plan.known_facts();
        let grounds = Grounds {
            shown: &self.shown,
            scope: plan.scope(),
            complete,
            narrowed: !plan.filters.is_empty(),
            known: (&plan.known.file, &facts),
        };
        let sums = self.tallies.into_iter().map(|tally| {
            let (policy, sums) = tally.into_sums();
            (policy, policy.lacks(&plan.contract), sums)
        });
        let Conclusion { policies, known, not_tried } = conclude(sums, &grounds, record);
        Report {
            complete,
            cut_short: None,
            seed: plan.seed,
            cases: plan.cases,
            filters: plan.filters.clone(),
            contract: ContractInfo {
                edition_assumed: plan.edition_assumed,
                ..ContractInfo::from(&plan.contract)
            },
            testee,
            calls: self.counts,
            policies,
            known,
            not_tried,
            outcomes_left_out: self.outcomes.left_out(),
            outcomes: self.outcomes.finish(),
            against: None,
            problems: self.problems.into_values().collect(),
            redacted: false,
            min_exercised: plan.min_exercised,
            part: plan.part(),
            unmerged: None,
            strangers: Strangers::default(),
            started,
            elapsed: Duration::ZERO,
        }
    }
}
