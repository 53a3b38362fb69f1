//! Has the policies judge the calls of a worker. The judge has its own thread, so that the testee gets its next call
//! without waiting.

use crate::contract::Contract;
use crate::exchange::{Evidence, Features, Session};
use crate::policy::{Analysis, Judgement, Policy};

use super::plan::Plan;

/// The result of one stimulus.
#[derive(Debug)]
pub(super) struct Made {
    /// The index of the stimulus in the plan.
    pub(super) index: usize,
    /// Its calls: the one that is judged, then its repeats with other calls between.
    pub(super) session: Session,
    /// If the call was lost, the last part of what the testee wrote to standard error.
    pub(super) stderr: String,
}

/// The result of one stimulus, with its judgements.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) made: Made,
    /// One judgement for each policy of the plan.
    pub(super) judgements: Vec<Judgement>,
}

/// The policies of a plan, and the features of the testee.
#[derive(Clone, Copy)]
pub(super) struct Judge<'a> {
    contract: &'a Contract,
    policies: &'a [&'static Policy],
    features: Features,
}

impl<'a> Judge<'a> {
    pub(super) fn new(plan: &'a Plan, features: Features) -> Self {
        Self { contract: &plan.contract, policies: &plan.policies, features }
    }

    /// Has every policy judge the result of a stimulus.
    pub(super) fn judge(&self, made: Made) -> Judged {
        let evidence = Evidence::of_session(self.contract, &made.session, self.features);
        // The policies share one analysis: a view that one policy asks for is ready for the next.
        let analysis = evidence.as_ref().map(Analysis::of);
        let judge = |policy: &&'static Policy| match &analysis {
            Some(analysis) => policy.judge_in(analysis),
            None => Judgement::NotExercised,
        };
        let judgements = self.policies.iter().map(judge).collect();
        drop(analysis);
        drop(evidence);
        Judged { made, judgements }
    }
}
