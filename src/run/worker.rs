//! A worker: one testee, one endpoint, one call at a time.

use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange};
use crate::http::Answer;
use crate::policy::{Judgement, Policy};
use crate::suite::Stimulus;
use crate::testee::{Call, Endpoint, Interrupted, Testee};

/// What one call came to.
#[derive(Debug)]
pub(super) struct Judged {
    /// The place of the stimulus in the plan.
    pub(super) index: usize,
    pub(super) exchange: Exchange,
    /// One for each policy of the plan.
    pub(super) judgements: Vec<Judgement>,
    /// The end of what the testee wrote to its standard error, where the call was lost.
    pub(super) stderr: String,
}

pub(super) struct Worker<'a> {
    pub(super) contract: &'a Contract,
    pub(super) policies: &'a [&'static Policy],
    pub(super) deadline: Duration,
    pub(super) endpoint: Endpoint,
    /// Where an answer may redirect the testee to.
    pub(super) elsewhere: Endpoint,
    pub(super) testee: Box<dyn Testee>,
}

impl Worker<'_> {
    /// Makes one call, and has every policy judge it.
    pub(super) fn call(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
    ) -> Result<Judged, Interrupted> {
        let stimulus = &*stimulus.addressed(self.endpoint.url(), self.elsewhere.url());
        self.endpoint.arm(stimulus.answer.steps());
        self.elsewhere.arm(Answer::json(200, "{}").steps());
        let outcome = self.testee.call(&Call {
            id: index as u64 + 1,
            endpoint: self.endpoint.url(),
            operation: self.contract.operation().name(),
            input: &stimulus.input,
            deadline: self.deadline,
        });
        let mut capture = self.endpoint.take();
        capture.requests.extend(self.elsewhere.take().requests);
        let outcome = outcome?;
        let stderr = if outcome.is_told() { String::new() } else { self.testee.stderr_tail() };
        let exchange = stimulus.exchange(capture.requests, outcome);
        let evidence = Evidence::new(self.contract, &exchange, self.testee.info().features);
        let judgements = self.policies.iter().map(|policy| policy.judge(&evidence)).collect();
        Ok(Judged { index, judgements, exchange, stderr })
    }
}
