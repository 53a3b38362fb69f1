//! The calls of a stimulus, as the tallies use them.

use std::sync::Arc;

use crate::exchange::{Exchange, Outcome, Session};
use crate::json::Path;
use crate::policy::{Finding, Group, Judgement, Policy, Subject};
use crate::suite::Stimulus;

/// The calls of a stimulus that a report can show.
#[derive(Debug)]
pub(super) struct Seen {
    /// The first call, which is judged.
    pub(super) first: Arc<Exchange>,
    /// The lost call, if there is one. The worker makes no more calls after it.
    pub(super) lost: Option<Arc<Exchange>>,
    /// Whether another process than the testee may have sent some of the requests.
    pub(super) doubtful: bool,
}

/// What a policy says of the calls of a stimulus.
#[derive(Clone, Debug)]
pub(super) enum Ruling {
    NotApplicable,
    NotExercised,
    Kept,
    /// The findings, and the call that shows them.
    Broken(Vec<Finding>, Arc<Exchange>),
}

impl Seen {
    /// Returns the calls of a session, or `None` if there are none.
    pub(super) fn of(session: Session) -> Option<Self> {
        let doubtful = session.doubtful;
        let calls: Vec<_> = session.calls.into_iter().map(Arc::new).collect();
        let lost = calls.last().filter(|call| call.is_lost()).map(Arc::clone);
        Some(Self { first: calls.into_iter().next()?, lost, doubtful })
    }

    /// Returns what a policy says of the calls, if this is its judgement of the first. A call that ends in a crash or a timeout
    /// breaks the policy that it aimed at.
    pub(super) fn ruling(
        &self,
        judgement: Judgement,
        stimulus: &Stimulus,
        policy: &Policy,
    ) -> Ruling {
        match (judgement, self.broken(is_aimed(stimulus, policy), policy)) {
            (Judgement::Fail(findings), _) => Ruling::Broken(findings, Arc::clone(&self.first)),
            (Judgement::NotApplicable, _) => Ruling::NotApplicable,
            (_, Some((call, finding))) => Ruling::Broken(vec![finding], Arc::clone(call)),
            (Judgement::Pass, None) => Ruling::Kept,
            (Judgement::NotExercised, None) => Ruling::NotExercised,
        }
    }

    /// Returns the lost call and a finding on it, if the stimulus aims at the policy.
    fn broken(&self, aimed: bool, policy: &Policy) -> Option<(&Arc<Exchange>, Finding)> {
        // If no request arrived whole, nothing was answered: what the stimulus is about did not reach the client.
        let unanswered = |call: &Arc<Exchange>| {
            call.response.is_none() && call.request().is_some() && policy.group != Group::Request
        };
        let concerned = aimed && policy.subject != Subject::LostCalls;
        let concerned = concerned && !self.lost.as_ref().is_some_and(unanswered);
        self.lost.as_ref().filter(|_| concerned).and_then(lost)
    }
}

/// Reports whether a stimulus aims at a policy.
pub(super) fn is_aimed(stimulus: &Stimulus, policy: &Policy) -> bool {
    stimulus.aims.iter().any(|aim| aim.id == policy.id)
}

/// Returns the finding on a call without an outcome that aims at the policy.
fn lost(call: &Arc<Exchange>) -> Option<(&Arc<Exchange>, Finding)> {
    let outcome = call.outcome()?;
    let message = match outcome {
        Outcome::Crash { .. } => "the testee died in a call that aimed at this policy",
        Outcome::Timeout { .. } => "the testee hung in a call that aimed at this policy",
        _ => return None,
    };
    let finding = Finding::new(Path::root("outcome"), message);
    Some((call, finding.expected("an outcome").actual(outcome.to_string())))
}
