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
use super::seen::{Seen, is_aimed};

/// How long a testee may take to see that a connection has ended, and to end it too. One that only looks
/// when next it uses the connection does not end it, and sees it then.
const UNTIL_SEEN: Duration = Duration::from_secs(1);

/// The exchange that shows how a policy is broken, and where it is.
pub(super) type Broken = (Arc<Exchange>, Vec<Finding>);

pub(super) struct Worker<'a> {
    pub(super) contract: &'a Contract,
    pub(super) deadline: Duration,
    pub(super) endpoint: Endpoint,
    /// Where an answer may redirect the testee to.
    pub(super) elsewhere: Endpoint,
    /// Where the connections to them come from.
    origins: Arc<Origins>,
    pub(super) testee: Box<dyn Testee>,
    /// Whether the testee may have a connection to the endpoint for open that has ended.
    stale: bool,
    /// How many calls were made.
    pub(super) calls: u64,
    /// The places in the plan of the stimuli that were sent, from one start of the testee to the next.
    pub(super) history: Vec<Vec<usize>>,
}

impl<'a> Worker<'a> {
    /// A worker that drives `testee`, with endpoints of its own. Workers that drive testees of one kind share what is
    /// known of where connections come from.
    ///
    /// # Errors
    ///
    /// Where an endpoint cannot listen.
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

    /// Makes the calls that a stimulus asks for.
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

    /// Makes the calls of a stimulus, and says how they break this one policy: the exchange that shows it,
    /// and where. `None` where they do not.
    pub(super) fn broken(
        &mut self,
        stimulus: &Stimulus,
        policy: &'static Policy,
    ) -> Result<Option<Broken>, CallError> {
        let (exchange, findings) = self.judged(stimulus, policy)?;
        Ok(findings.filter(|findings| !findings.is_empty()).map(|findings| (exchange, findings)))
    }

    /// Makes the calls of a stimulus, and says what this one policy finds wrong with them, beside the exchange
    /// that shows it; `None` where it does not judge them.
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
        Ok(match (judgement, seen.broken(is_aimed(stimulus, policy), policy)) {
            (Judgement::Fail(findings), _) => (seen.into_first(), Some(findings)),
            (Judgement::NotApplicable, _) => (seen.into_first(), None),
            (_, Some((call, finding))) => (Arc::clone(call), Some(vec![finding])),
            (Judgement::Pass, None) => (seen.into_first(), Some(Vec::new())),
            (Judgement::NotExercised, None) => (seen.into_first(), None),
        })
    }

    /// Makes the calls of a stimulus, whatever they come to.
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

    /// Makes one call, which may have `more` of its session behind it. Where an earlier one was lost no more
    /// are made: what they would tell is not worth another deadline.
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
        let outcome = self.testee.call(&Call {
            id: self.calls,
            endpoint: self.endpoint.url(),
            operation: self.contract.operation().name(),
            input: &stimulus.call.input,
            deadline: self.deadline,
        });
        let answer = &stimulus.call.answer;
        self.stale = answer.ends_unannounced();
        if self.stale && more && answer.delivery.ending != Ending::Reset {
            // Within a session it matters what a client does with a connection that it has seen to end.
            self.endpoint.wait_for_ends(UNTIL_SEEN);
            self.stale = false;
        }
        let mut capture = self.endpoint.take();
        let elsewhere = self.elsewhere.take();
        // What became of the call may be the endpoint's doing.
        let trouble = self.endpoint.trouble().or_else(|| self.elsewhere.trouble());
        if let Some(why) = trouble {
            return Err(CallError::CannotRun(why));
        }
        capture.doubtful |= elsewhere.doubtful;
        capture.requests.extend(elsewhere.requests);
        let exchange = stimulus.exchange(capture.requests, outcome?);
        session.calls.push(Exchange { problems: capture.problems, ..exchange });
        session.stray.extend(capture.stray);
        session.doubtful |= capture.doubtful;
        Ok(())
    }

    /// Goes on at another port where the testee may have a connection for open that has ended. Whether it has
    /// seen the end when its next request is due is a matter of luck, and what comes of that is no offence
    /// against the policies on that request: no client can tell a connection that ends in this moment.
    fn leave_ended_connections(&mut self) -> Result<(), CallError> {
        if self.stale {
            let error = |error| CallError::CannotRun(RunError::Endpoint(error).to_string());
            self.endpoint = Endpoint::bind_among(Arc::clone(&self.origins)).map_err(error)?;
            self.stale = false;
        }
        Ok(())
    }
}
