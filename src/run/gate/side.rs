//! One version of the testee in a gate: its calls, and what they break.

use std::sync::Arc;
use std::time::Duration;

use crate::exchange::{Exchange, Outcome};
use crate::policy::{Counts, Finding, Level, Shows};
use crate::suite::Stimulus;
use crate::testee::CallError;

use super::super::judge::Judge;
use super::super::plan::Plan;
use super::super::seen::{Ruling, Seen};
use super::super::worker::Worker;

/// A worker with one version, and the policies.
pub(super) struct Side<'a> {
    plan: &'a Plan,
    judge: Judge<'a>,
    worker: Worker<'a>,
}

/// What one version did with a stimulus.
pub(super) struct Reply {
    /// The outcomes of its calls.
    pub(super) outcomes: Vec<Outcome>,
    /// The first call, whose outcome is compared; the lost call, if there is one.
    pub(super) exchange: Arc<Exchange>,
    /// What the testee showed.
    pub(super) shown: Vec<Shows>,
    /// What each policy of the plan says.
    pub(super) said: Vec<Said>,
}

/// What a policy says of a stimulus.
#[derive(Clone, Debug)]
pub(super) enum Said {
    /// It does not judge the calls.
    Nothing,
    Kept,
    Broken(Broken),
}

/// How a stimulus breaks a policy.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    pub(super) findings: Vec<Finding>,
    pub(super) counts: Counts,
    pub(super) exchange: Arc<Exchange>,
}

impl Said {
    pub(super) fn broken(&self) -> Option<&Broken> {
        match self {
            Self::Broken(broken) => Some(broken),
            Self::Nothing | Self::Kept => None,
        }
    }
}

impl<'a> Side<'a> {
    pub(super) fn new(plan: &'a Plan, worker: Worker<'a>) -> Self {
        let judge = Judge::new(plan, worker.testee.info().features);
        Self { plan, judge, worker }
    }

    /// Makes the calls of a stimulus, each within `deadline`, and has every policy judge them.
    pub(super) fn reply(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
        deadline: Duration,
    ) -> Result<Reply, CallError> {
        self.worker.deadline = deadline;
        let judged = self.judge.judge(self.worker.call(index, stimulus)?);
        let calls = &judged.made.session.calls;
        let outcomes: Vec<_> = calls.iter().filter_map(|call| call.outcome().cloned()).collect();
        let shown = calls.iter().filter_map(|call| Some((call.outcome()?, call.response.as_ref())));
        let shown = shown.flat_map(|(outcome, response)| Shows::of(outcome, response)).collect();
        let seen = Seen::of(judged.made.session).expect("a stimulus is one call at least");
        let said = self.plan.policies.iter().zip(judged.judgements);
        let said = said.map(|(policy, judgement)| {
            match seen.ruling(judgement, stimulus, policy) {
                // Nobody has to keep such a policy.
                _ if policy.level == Level::May => Said::Nothing,
                Ruling::NotApplicable | Ruling::NotExercised => Said::Nothing,
                Ruling::Kept => Said::Kept,
                Ruling::Broken(findings, exchange) => {
                    let counts = Finding::condition(&findings);
                    Said::Broken(Broken { findings, counts, exchange })
                }
            }
        });
        let said = said.collect();
        // A call of a session that the testee could not hold says nothing of the version.
        let skipped =
            |call: &&Arc<Exchange>| matches!(call.outcome(), Some(Outcome::Skipped { .. }));
        let lost = seen.lost.as_ref().filter(|call| !skipped(call));
        let exchange = Arc::clone(lost.unwrap_or(&seen.first));
        Ok(Reply { outcomes, exchange, shown, said })
    }

    /// Tells the testee that the run is over.
    pub(super) fn finish(&mut self) {
        self.worker.testee.finish();
    }
}
