//! A worker: one testee, one endpoint, one call at a time.

use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange, Session};
use crate::http::Answer;
use crate::policy::{Judgement, Policy};
use crate::suite::Stimulus;
use crate::testee::{Call, Endpoint, Interrupted, Testee};

/// What one call came to.
#[derive(Debug)]
pub(super) struct Judged {
    /// The place of the stimulus in the plan.
    pub(super) index: usize,
    /// The call, and what was done with it beside.
    pub(super) session: Session,
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
    /// How many calls were made.
    pub(super) calls: u64,
}

impl Worker<'_> {
    /// Makes the calls that a stimulus asks for, and has every policy judge them.
    pub(super) fn call(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
    ) -> Result<Judged, Interrupted> {
        let mut session = Session::default();
        self.make(stimulus, &mut session)?;
        for _ in 1..stimulus.repeat {
            for other in &stimulus.between {
                self.make(other, &mut session)?;
            }
            self.make(stimulus, &mut session)?;
        }
        let lost = session.calls.iter().any(|call| !call.outcome.is_told());
        let stderr = if lost { self.testee.stderr_tail() } else { String::new() };
        let features = self.testee.info().features;
        let evidence = Evidence::of_session(self.contract, &session, features);
        let judge = |policy: &&'static Policy| match &evidence {
            Some(evidence) => policy.judge(evidence),
            None => Judgement::NotExercised,
        };
        let judgements = self.policies.iter().map(judge).collect();
        drop(evidence);
        Ok(Judged { index, session, judgements, stderr })
    }

    /// Makes one call. Where an earlier one was lost no more are made: what they would tell is not worth
    /// another deadline.
    fn make(&mut self, stimulus: &Stimulus, session: &mut Session) -> Result<(), Interrupted> {
        if session.calls.last().is_some_and(|call| !call.outcome.is_told()) {
            return Ok(());
        }
        self.calls += 1;
        let stimulus = &*stimulus.addressed(self.endpoint.url(), self.elsewhere.url());
        self.endpoint.arm(stimulus.answer.steps());
        self.elsewhere.arm(Answer::json(200, "{}").steps());
        let outcome = self.testee.call(&Call {
            id: self.calls,
            endpoint: self.endpoint.url(),
            operation: self.contract.operation().name(),
            input: &stimulus.input,
            deadline: self.deadline,
        });
        let mut capture = self.endpoint.take();
        capture.requests.extend(self.elsewhere.take().requests);
        let exchange = stimulus.exchange(capture.requests, outcome?);
        session.calls.push(Exchange { problems: capture.problems, ..exchange });
        session.stray.extend(capture.stray);
        Ok(())
    }
}
