//! The calls of a stimulus, as the tallies use them.

use std::sync::Arc;

use crate::exchange::{Exchange, Outcome, Session};
use crate::http::Response;
use crate::json::Path;
use crate::policy::{Finding, Group, Policy, Shows, Subject};
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

impl Seen {
    /// Returns the calls of a session, or `None` if there are none.
    pub(super) fn of(session: Session) -> Option<Self> {
        let doubtful = session.doubtful;
        let calls: Vec<_> = session.calls.into_iter().map(Arc::new).collect();
        let lost = calls.last().filter(|call| call.is_lost()).map(Arc::clone);
        Some(Self { first: calls.into_iter().next()?, lost, doubtful })
    }

    /// Returns the lost call and a finding on it, if the stimulus aims at the policy.
    pub(super) fn broken(&self, aimed: bool, policy: &Policy) -> Option<(&Arc<Exchange>, Finding)> {
        // If no request arrived whole, nothing was answered: what the stimulus is about did not reach the client.
        let unanswered = |call: &Arc<Exchange>| {
            call.response.is_none() && call.request().is_some() && policy.group != Group::Request
        };
        let concerned = aimed && policy.subject != Subject::LostCalls;
        let concerned = concerned && !self.lost.as_ref().is_some_and(unanswered);
        self.lost.as_ref().filter(|_| concerned).and_then(lost)
    }

    /// Returns the first call.
    pub(super) fn into_first(self) -> Arc<Exchange> {
        self.first
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

/// Returns the kinds of things that an outcome shows of a response, if that is known.
pub(super) fn shows(outcome: &Outcome, response: Option<&Response>) -> impl Iterator<Item = Shows> {
    let (code, status) = match outcome {
        Outcome::ServiceError { code, http_status, .. } => (code.is_some(), http_status.is_some()),
        Outcome::Response { http_status, .. } => (false, http_status.is_some()),
        _ => (false, false),
    };
    let id = outcome.request_id().is_some();
    let is_final = match outcome {
        Outcome::ServiceError { http_status, .. } | Outcome::Response { http_status, .. } => {
            http_status.is_none_or(|status| status >= 200)
        }
        _ => false,
    };
    let after = is_final && response.is_some_and(|response| response.interim.contains(&100));
    let all = [
        (code, Shows::Code),
        (status, Shows::HttpStatus),
        (id, Shows::RequestId),
        (after, Shows::AfterContinue),
    ];
    all.into_iter().filter_map(|(shown, what)| shown.then_some(what))
}
