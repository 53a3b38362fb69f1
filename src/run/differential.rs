//! Two testees, one beside the other: where their outcomes part and no policy decides.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

use crate::contract::Contract;
use crate::exchange::{
    Evidence, Exchange, Features, Outcome, OutcomeDifference, Session, TesteeInfo,
};
use crate::policy::{Counts, Judgement, Party, Shows, catalogue};
use crate::protocol::validate;
use crate::suite::Stimulus;
use crate::testee::CallError;
use crate::value::diff;

use super::hangs::Hangs;
use super::report::CallCounts;
use super::tally::shows;
use super::worker::Worker;

/// What a second testee made of the stimuli of a run.
#[derive(Clone, Debug, Default)]
pub struct Differential {
    /// What it says of itself.
    pub testee: TesteeInfo,
    /// Its calls, by what became of them.
    pub calls: CallCounts,
    /// How many stimuli both testees told an outcome of.
    pub compared: usize,
    /// How many of those came to the same, wording aside.
    pub same: usize,
    /// How many of those came to different outcomes, of which a policy says which is wrong, or that the sources leave it
    /// open.
    pub decided: usize,
    /// How many stimuli one of the two alone could hold the input of.
    pub skipped: usize,
    /// The differences that no policy speaks of, one for each kind, the most frequent first.
    pub undecided: Vec<Undecided>,
}

/// A kind of difference that no policy speaks of.
#[derive(Clone, Debug)]
pub struct Undecided {
    /// How the outcomes part.
    pub difference: OutcomeDifference,
    /// How many stimuli part so.
    pub count: usize,
    /// The one whose exchanges are smallest: a case's id.
    pub stimulus: String,
    /// The exchange with the first testee.
    pub first: Arc<Exchange>,
    /// The exchange with the second.
    pub second: Arc<Exchange>,
}

impl Differential {
    /// How many stimuli came to different outcomes without a policy that speaks of them.
    pub fn open(&self) -> usize {
        self.undecided.iter().map(|undecided| undecided.count).sum()
    }
}

/// A worker with the second testee.
pub(super) struct Second<'a> {
    pub(super) worker: Worker<'a>,
    /// How often it hung, whichever worker it was with.
    pub(super) hangs: &'a Mutex<Hangs<'a>>,
}

/// What one stimulus came to with the second testee.
#[derive(Debug)]
pub(super) struct Compared {
    /// Its outcomes; none where the stimulus was not sent.
    outcomes: Vec<Outcome>,
    /// The difference, where there is one.
    difference: Option<Difference>,
    result: Comparison,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    /// It was not sent, or one of the two was lost: policies of their own speak of that.
    None,
    Skipped,
    Same,
    Decided,
    /// No policy speaks of it, unless one of the conditions holds.
    Open,
}

#[derive(Debug)]
struct Difference {
    difference: OutcomeDifference,
    conditions: Vec<Condition>,
    first: Exchange,
    second: Exchange,
}

/// A policy speaks of the difference if this holds of everything that the first or the second testee shows.
type Condition = (Side, Counts);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Side {
    First,
    Second,
}

impl Second<'_> {
    /// Makes the calls of a stimulus with the second testee, and holds its outcome against that of the first.
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
        let outcomes: Vec<_> = other.calls.iter().map(|call| call.outcome.clone()).collect();
        self.lock(|hangs| outcomes.iter().for_each(|outcome| hangs.note(stimulus, outcome)));
        let (Some(one), Some(two)) = (session.first(), other.first()) else {
            return Ok(none(outcomes, Comparison::None));
        };
        let skips = |call: &Exchange| matches!(call.outcome, Outcome::Skipped { .. });
        if skips(one) != skips(two) {
            return Ok(none(outcomes, Comparison::Skipped));
        }
        let told = |session: &Session| session.calls.iter().all(|call| call.outcome.is_told());
        if !told(session) || !told(&other) {
            return Ok(none(outcomes, Comparison::None));
        }
        let contract = self.worker.contract;
        let shape = contract.operation().output();
        let outputs = |a: &_, b: &_| diff(contract.model(), shape, a, b);
        let Some(difference) = OutcomeDifference::between(&one.outcome, &two.outcome, outputs)
        else {
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

/// Whether it is said beforehand that the two need not come to the same: a refusal may come when the input is checked
/// or when the request is written (docs/readings.md#requests), and a testee may say that it does not check its inputs.
fn is_left_open(
    contract: &Contract,
    first: &Exchange,
    second: &Exchange,
    features: [Features; 2],
) -> bool {
    let refused = [first, second].map(|call| call.outcome.is_refusal());
    match refused {
        [true, true] => true,
        [false, false] => false,
        [first_refused, _] => {
            let other = features[usize::from(first_refused)];
            let shape = contract.operation().input();
            !other.client_validation && !validate(contract.model(), shape, &first.input).is_empty()
        }
    }
}

/// When a policy speaks of what a session shows: `None` where one does in any case. Every policy on clients is asked, those
/// too that the run leaves out.
fn conditions_of(
    contract: &Contract,
    side: Side,
    session: &Session,
    info: &TesteeInfo,
) -> Option<Vec<Condition>> {
    let Some(evidence) = Evidence::of_session(contract, session, info.features) else {
        return Some(Vec::new());
    };
    let mut conditions = Vec::new();
    for policy in catalogue().iter().filter(|policy| policy.party() == Party::Client) {
        // What is wrong with a request says nothing of what its sender makes of an answer.
        if policy.group == crate::policy::Group::Request && evidence.has_sent() {
            continue;
        }
        let Judgement::Fail(findings) = policy.judge(&evidence) else { continue };
        let counts = findings.iter().map(|finding| finding.counts);
        let counts = counts.min_by_key(|counts| *counts != Counts::Always).unwrap_or_default();
        if counts == Counts::Always {
            return None;
        }
        if !conditions.contains(&(side, counts)) {
            conditions.push((side, counts));
        }
    }
    Some(conditions)
}

/// The comparisons, put together so that it does not matter who was faster.
#[derive(Debug, Default)]
pub(super) struct Comparisons {
    against: Differential,
    groups: HashMap<(OutcomeDifference, Vec<Condition>), Group>,
    shown: HashSet<(Side, Shows)>,
}

#[derive(Debug)]
struct Group {
    count: usize,
    index: usize,
    stimulus: String,
    first: Arc<Exchange>,
    second: Arc<Exchange>,
}

impl Group {
    /// Which of two comes first.
    fn order(&self) -> (usize, usize) {
        (self.first.size() + self.second.size(), self.index)
    }

    fn merge(&mut self, other: Self) {
        let count = self.count + other.count;
        if other.order() < self.order() {
            *self = other;
        }
        self.count = count;
    }
}

impl Comparisons {
    /// The comparisons with this testee.
    pub(super) fn with(testee: TesteeInfo) -> Self {
        Self { against: Differential { testee, ..Differential::default() }, ..Self::default() }
    }

    /// Takes what became of the stimulus at `index`, of which the first testee showed `session`.
    pub(super) fn take(
        &mut self,
        index: usize,
        stimulus: &Stimulus,
        session: &Session,
        compared: Compared,
    ) {
        let against = &mut self.against;
        let Compared { outcomes, difference, result } = compared;
        against.calls.unsent += usize::from(outcomes.is_empty());
        outcomes.iter().for_each(|outcome| against.calls.add(outcome));
        let first = session.calls.iter().map(|call| (Side::First, &call.outcome));
        let second = outcomes.iter().map(|outcome| (Side::Second, outcome));
        for (side, outcome) in first.chain(second) {
            self.shown.extend(shows(outcome).map(|shows| (side, shows)));
        }
        match result {
            Comparison::None => return,
            Comparison::Skipped => {
                against.skipped += 1;
                return;
            }
            Comparison::Same => against.same += 1,
            Comparison::Decided => against.decided += 1,
            Comparison::Open => {}
        }
        against.compared += 1;
        let Some(Difference { difference, conditions, first, second }) = difference else { return };
        let (first, second) = (Arc::new(first), Arc::new(second));
        let found = Group { count: 1, index, stimulus: stimulus.id.clone(), first, second };
        put(&mut self.groups, (difference, conditions), found);
    }

    /// Comes to the kinds of differences that no policy speaks of, now that all is known that the testees show.
    pub(super) fn finish(self) -> Differential {
        let Self { mut against, groups, shown } = self;
        let holds = |(side, counts): &Condition| match counts {
            Counts::Always => true,
            Counts::If(shows) => shown.contains(&(*side, *shows)),
            Counts::Unless(shows) => !shown.contains(&(*side, *shows)),
        };
        let mut kinds = HashMap::new();
        for ((difference, conditions), group) in groups {
            match conditions.iter().any(holds) {
                true => against.decided += group.count,
                false => put(&mut kinds, difference, group),
            }
        }
        let kinds = kinds.into_iter().map(|(difference, group)| {
            let Group { count, index: _, stimulus, first, second } = group;
            Undecided { difference, count, stimulus, first, second }
        });
        against.undecided = kinds.collect();
        against.undecided.sort_by(|a, b| (b.count, &a.difference).cmp(&(a.count, &b.difference)));
        against
    }
}

/// Adds stimuli to those that part in the same way.
fn put<K: Eq + Hash>(groups: &mut HashMap<K, Group>, key: K, found: Group) {
    match groups.entry(key) {
        Entry::Occupied(mut known) => known.get_mut().merge(found),
        Entry::Vacant(place) => {
            place.insert(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Stage;
    use crate::http::Answer;
    use crate::json::Json;

    fn stimulus(id: &str) -> Stimulus {
        let answer = Answer::json(200, "{}");
        let (id, aims) = (id.to_owned(), Vec::new());
        Stimulus::client(id, aims, Json::Null, answer)
    }

    fn error(stage: Stage) -> Outcome {
        Outcome::client_error(stage, "E", "so")
    }

    fn service(code: Option<&str>) -> Outcome {
        let code = code.map(str::to_owned);
        Outcome::ServiceError { code, modeled: false, message: None, http_status: None }
    }

    fn session(outcome: &Outcome) -> Session {
        let call = stimulus("").exchange(Vec::new(), outcome.clone());
        Session { calls: vec![call], ..Session::default() }
    }

    /// A stimulus whose outcomes part, unless one of the conditions holds.
    fn open(first: &Outcome, second: &Outcome, conditions: &[Condition]) -> Compared {
        let difference =
            OutcomeDifference::between(first, second, |_, _| Vec::new()).expect("they part");
        let call = |outcome: &Outcome| session(outcome).calls.remove(0);
        let (first, two) = (call(first), call(second));
        let difference =
            Difference { difference, conditions: conditions.to_vec(), first, second: two };
        let outcomes = vec![second.clone()];
        Compared { outcomes, difference: Some(difference), result: Comparison::Open }
    }

    fn told(against: &Differential) -> Vec<String> {
        let kinds = against.undecided.iter();
        kinds
            .map(|kind| format!("{} {} {}", kind.count, kind.difference.second, kind.stimulus))
            .collect()
    }

    #[test]
    fn one_kind_is_told_once_whoever_was_faster() {
        let (read, validate) = (error(Stage::Read), error(Stage::Validate));
        let found = [("b", &validate), ("a", &validate), ("c", &error(Stage::Connect))];
        let finish = |order: [usize; 3]| {
            let mut comparisons = Comparisons::with(TesteeInfo::default());
            for index in order {
                let (id, outcome) = found[index];
                let compared = open(&read, outcome, &[]);
                comparisons.take(index, &stimulus(id), &session(&read), compared);
            }
            let same = Compared {
                outcomes: vec![read.clone()],
                difference: None,
                result: Comparison::Same,
            };
            comparisons.take(3, &stimulus("d"), &session(&read), same);
            comparisons.finish()
        };
        let against = finish([0, 1, 2]);
        assert_eq!(told(&against), ["2 client error at validate b", "1 client error at connect c"]);
        assert_eq!(told(&against), told(&finish([2, 1, 0])));
        assert_eq!((against.compared, against.same, against.open()), (4, 1, 3));
        assert_eq!(against.calls.judged, 4);
    }

    #[test]
    fn a_policy_that_counts_only_under_a_condition_decides_only_then() {
        let (with, without) = (service(Some("C")), service(None));
        for (condition, decided) in [
            ((Side::Second, Counts::If(Shows::Code)), 0),
            ((Side::First, Counts::If(Shows::Code)), 1),
            ((Side::Second, Counts::Unless(Shows::Code)), 1),
            ((Side::First, Counts::Unless(Shows::Code)), 0),
        ] {
            let mut comparisons = Comparisons::with(TesteeInfo::default());
            let compared = open(&with, &without, &[condition]);
            comparisons.take(0, &stimulus("a"), &session(&with), compared);
            let against = comparisons.finish();
            assert_eq!((against.decided, against.open()), (decided, 1 - decided), "{condition:?}");
        }
    }
}
