//! What the calls of a stimulus show.

use std::sync::Arc;

use crate::exchange::{Exchange, Outcome, Session};
use crate::json::Path;
use crate::policy::{Finding, Policy, Shows, Subject};
use crate::suite::Stimulus;

/// The calls of a stimulus that a report can show.
#[derive(Debug)]
pub(super) struct Seen {
    /// The first one, which is judged.
    pub(super) first: Arc<Exchange>,
    /// The one that was lost; after it no more are made.
    pub(super) lost: Option<Arc<Exchange>>,
    /// Whether some of what arrived may be another process's than the testee's.
    pub(super) doubtful: bool,
}

impl Seen {
    /// What a session shows; `None` where there was no call.
    pub(super) fn of(session: Session) -> Option<Self> {
        let doubtful = session.doubtful;
        let calls: Vec<_> = session.calls.into_iter().map(Arc::new).collect();
        let lost = calls.last().filter(|call| call.is_lost()).map(Arc::clone);
        Some(Self { first: calls.into_iter().next()?, lost, doubtful })
    }

    /// The call that was lost, and what is to be said of it, where the stimulus aimed at the policy.
    pub(super) fn broken(&self, aimed: bool, policy: &Policy) -> Option<(&Arc<Exchange>, Finding)> {
        let concerned = aimed && policy.subject != Subject::LostCalls;
        self.lost.as_ref().filter(|_| concerned).and_then(lost)
    }

    /// The first call.
    pub(super) fn into_first(self) -> Arc<Exchange> {
        self.first
    }
}

/// Whether a stimulus aims at a policy.
pub(super) fn is_aimed(stimulus: &Stimulus, policy: &Policy) -> bool {
    stimulus.aims.iter().any(|aim| aim.id == policy.id)
}

/// What is to be said of an aimed call whose outcome was never told.
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

/// The kinds of things that an outcome shows.
pub(super) fn shows(outcome: &Outcome) -> impl Iterator<Item = Shows> {
    let (code, status) = match outcome {
        Outcome::ServiceError { code, http_status, .. } => (code.is_some(), http_status.is_some()),
        Outcome::Response { http_status, .. } => (false, http_status.is_some()),
        _ => (false, false),
    };
    [(code, Shows::Code), (status, Shows::HttpStatus)]
        .into_iter()
        .filter_map(|(shown, what)| shown.then_some(what))
}
