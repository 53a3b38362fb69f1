//! Sends a stimulus to the second testee of a differential run, and compares its outcome with that of the first.

use std::sync::{Mutex, PoisonError};

use crate::contract::Contract;
use crate::exchange::{
    Evidence, Exchange, Features, Outcome, OutcomeDifference, Session, TesteeInfo,
};
use crate::policy::{Analysis, Counts, Finding, Judgement, Party, catalogue};
use crate::protocol::validate;
use crate::suite::Stimulus;
use crate::testee::CallError;
use crate::value::diff;

use super::hangs::Hangs;
use super::worker::Worker;

/// A worker with the second testee.
pub(super) struct Second<'a> {
    pub(super) worker: Worker<'a>,
    /// How often the second testee hung, over all workers.
    pub(super) hangs: &'a Mutex<Hangs<'a>>,
}

/// The result of one stimulus with the second testee.
#[derive(Debug)]
pub(super) struct Compared {
    /// Its outcomes. They are empty if the stimulus was not sent.
    pub(super) outcomes: Vec<Outcome>,
    /// The difference, if there is one.
    pub(super) difference: Option<Difference>,
    pub(super) result: Comparison,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    /// The stimulus was not sent, or one of the two calls was lost: other policies judge that.
    None,
    Skipped,
    Same,
    Decided,
    /// No policy decides the difference, unless one of the conditions holds.
    Open,
}

#[derive(Debug)]
pub(super) struct Difference {
    pub(super) difference: OutcomeDifference,
    pub(super) conditions: Vec<Condition>,
    pub(super) first: Exchange,
    pub(super) second: Exchange,
}

/// A condition on everything that the first or the second testee shows. If it holds, a policy decides the difference.
pub(super) type Condition = (Side, Counts);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Side {
    First,
    Second,
}

impl Second<'_> {
    /// Makes the calls of a stimulus with the second testee, and compares its outcome with that of the first.
    pub(super) fn compare(
        &mut self,
        stimulus: &Stimulus,
        first: &Worker<'_>,
        session: &Session,
    ) -> Result<Compared, CallError> {
        let none = |outcomes, result| Compared { outcomes, difference: None, result };
        if self.lock(|hangs| hangs.is_given_up(&stimulus.aims)) {
            return Ok(none(Vec::new(), Comparison::None));
        }
        let other = self.worker.session(stimulus)?;
        let outcomes: Vec<_> =
            other.calls.iter().filter_map(|call| call.outcome().cloned()).collect();
        self.lock(|hangs| outcomes.iter().for_each(|outcome| hangs.note(stimulus, outcome)));
        let (Some(one), Some(two)) = (session.first(), other.first()) else {
            return Ok(none(outcomes, Comparison::None));
        };
        let skips = |call: &Exchange| matches!(call.outcome(), Some(Outcome::Skipped { .. }));
        // A skip says only what the types of one testee can hold, so it is not a difference.
        if skips(one) != skips(two) {
            return Ok(none(outcomes, Comparison::Skipped));
        }
        let told = |session: &Session| !session.calls.iter().any(Exchange::is_lost);
        if !told(session) || !told(&other) {
            return Ok(none(outcomes, Comparison::None));
        }
        let contract = self.worker.contract;
        let shape = contract.operation().output();
        let outputs = |a: &_, b: &_| diff(contract.model(), shape, a, b);
        let difference = match (one.outcome(), two.outcome()) {
            (Some(one), Some(two)) => OutcomeDifference::between(one, two, outputs),
            _ => None,
        };
        let Some(difference) = difference else {
            return Ok(none(outcomes, Comparison::Same));
        };
        let both = [first, &self.worker].map(|worker| worker.testee.info().features);
        if is_left_open(contract, one, two, both) {
            return Ok(none(outcomes, Comparison::Decided));
        }
        let conditions = [(Side::First, session, first), (Side::Second, &other, &self.worker)];
        let conditions = conditions.into_iter().map(|(side, session, worker)| {
            conditions_of(contract, side, session, worker.testee.info())
        });
        let conditions: Option<Vec<_>> = conditions.collect();
        let Some(conditions) = conditions.map(|conditions| conditions.concat()) else {
            return Ok(none(outcomes, Comparison::Decided));
        };
        let difference =
            Difference { difference, conditions, first: one.clone(), second: two.clone() };
        Ok(Compared { outcomes, difference: Some(difference), result: Comparison::Open })
    }

    fn lock<T>(&self, act: impl FnOnce(&mut Hangs<'_>) -> T) -> T {
        act(&mut self.hangs.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Reports whether the two outcomes may differ by design: a client may refuse an input when it checks it or when it
/// writes the request (docs/readings.md#requests), and a testee may declare that it does not check its inputs.
fn is_left_open(
    contract: &Contract,
    first: &Exchange,
    second: &Exchange,
    features: [Features; 2],
) -> bool {
    let refused = [first, second].map(|call| match &call.client {
        Some(client) => client.outcome.refuses(&client.input, call.has_sent()),
        None => false,
    });
    match refused {
        [true, true] => true,
        [false, false] => false,
        [first_refused, _] => {
            let other = features[usize::from(first_refused)];
            let shape = contract.operation().input();
            let is_invalid = |input| !validate(contract.model(), shape, input).is_empty();
            !other.client_validation && first.input().is_some_and(is_invalid)
        }
    }
}

/// Returns the conditions on which a policy decides what a session shows, or `None` if a policy decides it in any case.
/// It asks every policy on clients, even if the run does not select it.
fn conditions_of(
    contract: &Contract,
    side: Side,
    session: &Session,
    info: &TesteeInfo,
) -> Option<Vec<Condition>> {
    let Some(evidence) = Evidence::of_session(contract, session, info.features) else {
        return Some(Vec::new());
    };
    let analysis = Analysis::of(&evidence);
    let mut conditions = Vec::new();
    for policy in catalogue().iter().filter(|policy| policy.party() == Party::Client) {
        // A fault of the request does not explain how the client reads the response.
        if policy.group == crate::policy::Group::Request && evidence.messages().has_sent() {
            continue;
        }
        let Judgement::Fail(findings) = policy.judge_in(&analysis) else { continue };
        let counts = Finding::condition(&findings);
        if counts == Counts::Always {
            return None;
        }
        if !conditions.contains(&(side, counts)) {
            conditions.push((side, counts));
        }
    }
    Some(conditions)
}
