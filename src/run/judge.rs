//! What the policies say of the calls that a worker made. It is found out on a thread of its own, while the worker makes the
//! next call: a testee that is driven by one worker need not wait for it.

use crate::contract::Contract;
use crate::exchange::{Evidence, Features, Session};
use crate::policy::{Analysis, Judgement, Policy};

use super::plan::Plan;

/// What one stimulus came to.
#[derive(Debug)]
pub(super) struct Made {
    /// The place of the stimulus in the plan.
    pub(super) index: usize,
    /// The call, and what was done with it beside.
    pub(super) session: Session,
    /// The end of what the testee wrote to its standard error, where the call was lost.
    pub(super) stderr: String,
}

/// The same, with what every policy says of it.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) made: Made,
    /// One for each policy of the plan.
    pub(super) judgements: Vec<Judgement>,
}

/// The policies of a plan, for a testee with these features.
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

    /// Has every policy judge what a stimulus came to.
    pub(super) fn judge(&self, made: Made) -> Judged {
        let evidence = Evidence::of_session(self.contract, &made.session, self.features);
        // What one policy reads out of the exchange is there for the next.
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
