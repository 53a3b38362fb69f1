//! A worker: one testee, one endpoint, one call at a time.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::contract::Contract;
use crate::exchange::{Evidence, Exchange, Outcome, Session};
use crate::http::{Answer, Ending};
use crate::policy::{Finding, Judgement, Policy};
use crate::suite::Stimulus;
use crate::testee::{Call, CallError, Endpoint, Origins, Testee};

use super::error::RunError;
use super::judge::Made;
use super::plan::Plan;
use super::seen::{Ruling, Seen};
use super::waits::UNTIL_SEEN;

/// The exchange that shows how a policy is broken, and the findings.
pub(super) type Broken = (Arc<Exchange>, Vec<Finding>);

pub(super) struct Worker<'a> {
    pub(super) contract: &'a Contract,
    pub(super) deadline: Duration,
    pub(super) endpoint: Endpoint,
    /// The endpoint to which an answer may redirect the testee.
    pub(super) elsewhere: Endpoint,
    /// The origins of the connections to the endpoints.
    origins: Arc<Origins>,
    pub(super) testee: Box<dyn Testee>,
    /// Whether the testee may believe that a connection to the endpoint is open although it has ended.
    stale: bool,
    /// How many calls were made.
    pub(super) calls: u64,
    /// The indices in the plan of the stimuli that were sent, one list for each start of the testee.
    pub(super) history: Vec<Vec<usize>>,
}

impl<'a> Worker<'a> {
    /// Returns a worker that drives `testee`, with its own endpoints. Workers that drive testees of the same kind share the
    /// origins of connections.
    ///
    /// # Errors
    ///
    /// If an endpoint cannot listen.
    pub(super) fn new(
        plan: &'a Plan,
        testee: Box<dyn Testee>,
        origins: &Arc<Origins>,
    ) -> io::Result<Self> {
        Ok(Self {
            contract: &plan.contract,
            deadline: plan.deadline,
            endpoint: Endpoint::bind_among(Arc::clone(origins))?,
            elsewhere: Endpoint::bind_among(Arc::clone(origins))?,
            origins: Arc::clone(origins),
            testee,
            stale: false,
            calls: 0,
            history: vec![Vec::new()],
        })
    }

    /// Makes the calls of a stimulus of the plan, and notes them in the history.
    pub(super) fn call(&mut self, index: usize, stimulus: &Stimulus) -> Result<Made, CallError> {
        let session = self.session(stimulus)?;
        if let Some(life) = self.history.last_mut() {
            life.push(index);
        }
        let lost = session.calls.iter().any(Exchange::is_lost);
        let stderr = if lost { self.testee.stderr_tail() } else { String::new() };
        let died = |call: &Exchange| {
            call.is_lost() && !matches!(call.outcome(), Some(Outcome::Skipped { .. }))
        };
        if session.calls.iter().any(died) {
            self.history.push(Vec::new());
        }
        Ok(Made { index, session, stderr })
    }

    /// Makes the calls of a stimulus, and returns the exchange and the findings that show how they break this policy, or
    /// `None` if they do not.
    pub(super) fn broken(
        &mut self,
        stimulus: &Stimulus,
        policy: &'static Policy,
    ) -> Result<Option<Broken>, CallError> {
        let (exchange, findings) = self.judged(stimulus, policy)?;
        Ok(findings.filter(|findings| !findings.is_empty()).map(|findings| (exchange, findings)))
    }

    /// Makes the calls of a stimulus, and returns the exchange and the findings of this policy on it. The findings are
    /// `None` if the policy does not judge the calls, and empty if they keep it.
    pub(super) fn judged(
        &mut self,
        stimulus: &Stimulus,
        policy: &'static Policy,
    ) -> Result<(Arc<Exchange>, Option<Vec<Finding>>), CallError> {
        let session = self.session(stimulus)?;
        let judgement = match self.evidence(&session) {
            Some(evidence) => policy.judge(&evidence),
            None => Judgement::NotExercised,
        };
        let seen = Seen::of(session).expect("a stimulus is one call at least");
        Ok(match seen.ruling(judgement, stimulus, policy) {
            Ruling::Broken(findings, call) => (call, Some(findings)),
            Ruling::Kept => (seen.first, Some(Vec::new())),
            Ruling::NotApplicable | Ruling::NotExercised => (seen.first, None),
        })
    }

    /// Makes the calls of a stimulus, without judging them.
    pub(super) fn session(&mut self, stimulus: &Stimulus) -> Result<Session, CallError> {
        let mut session = Session::default();
        let again = stimulus.between.iter().chain([stimulus]);
        let calls = (1..stimulus.repeat).flat_map(|_| again.clone());
        let mut calls = [stimulus].into_iter().chain(calls).peekable();
        while let Some(call) = calls.next() {
            self.make(call, calls.peek().is_some(), &mut session)?;
        }
        Ok(session)
    }

    fn evidence<'s>(&self, session: &'s Session) -> Option<Evidence<'s>>
    where
        'a: 's,
    {
        Evidence::of_session(self.contract, session, self.testee.info().features)
    }

    /// Makes one call. `more` says whether calls of the same session follow. If an earlier one was lost, no more are made:
    /// they are not worth another deadline.
    fn make(
        &mut self,
        stimulus: &Stimulus,
        more: bool,
        session: &mut Session,
    ) -> Result<(), CallError> {
        if session.calls.last().is_some_and(Exchange::is_lost) {
            return Ok(());
        }
        self.leave_ended_connections()?;
        self.testee.prepare()?;
        self.calls += 1;
        let stimulus = &*stimulus.addressed(self.endpoint.url(), self.elsewhere.url());
        self.endpoint.arm(stimulus.call.answer.steps());
        self.elsewhere.arm(Answer::json(200, "{}").steps());
        let told = format!("{}{}", self.endpoint.url(), stimulus.call.endpoint_path);
        let outcome = self.testee.call(&Call {
            id: self.calls,
            endpoint: &told,
            operation: self.contract.operation().name(),
            input: &stimulus.call.input,
            deadline: self.deadline,
        });
        let answer = &stimulus.call.answer;
        self.stale = answer.ends_unannounced();
        if self.stale && more && answer.delivery.ending != Ending::Reset {
            // The policies on sessions judge what a client does after it has seen the end of a connection.
            self.endpoint.wait_for_ends(UNTIL_SEEN);
            self.stale = false;
        }
        let mut capture = self.endpoint.take();
        self.stale |= capture.cut;
        let elsewhere = self.elsewhere.take();
        // If the endpoint had trouble, the outcome may be its fault and not the testee's.
        let trouble = self.endpoint.trouble().or_else(|| self.elsewhere.trouble());
        if let Some(why) = trouble {
            return Err(CallError::CannotRun(why));
        }
        capture.set_endpoint(&told);
        capture.doubtful |= elsewhere.doubtful;
        capture.requests.extend(elsewhere.requests);
        let exchange = stimulus.exchange(capture.requests, outcome?);
        session.calls.push(Exchange { problems: capture.problems, ..exchange });
        session.stray.extend(capture.stray);
        session.doubtful |= capture.doubtful;
        Ok(())
    }

    /// Moves to another port if the testee may believe that an ended connection is still open.
    ///
    /// Whether the testee sees the end before it sends its next request is a matter of luck. The result must not break the
    /// policies on that request: no client can notice that a connection ends at this very moment.
    fn leave_ended_connections(&mut self) -> Result<(), CallError> {
        if self.stale {
            let error = |error| CallError::CannotRun(RunError::Endpoint(error).to_string());
            self.endpoint = Endpoint::bind_among(Arc::clone(&self.origins)).map_err(error)?;
            self.stale = false;
        }
        Ok(())
    }
}
