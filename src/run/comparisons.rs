//! Merges the comparisons of a differential run, independently of which worker was faster.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::Hash;
use std::sync::Arc;

use crate::exchange::{Exchange, OutcomeDifference, Session, TesteeInfo};
use crate::policy::Shows;
use crate::suite::Stimulus;

use super::differential::{Compared, Comparison, Condition, Difference, Side};
use super::undecided::{Differential, Undecided};

/// The merged comparisons. They do not depend on which worker was faster.
#[derive(Clone, Debug, Default)]
pub(super) struct Comparisons {
    pub(super) against: Differential,
    pub(super) groups: HashMap<(OutcomeDifference, Vec<Condition>), Group>,
    pub(super) shown: HashSet<(Side, Shows)>,
}

/// The stimuli with the same difference, and the smallest of them.
#[derive(Clone, Debug)]
pub(super) struct Group {
    pub(super) count: usize,
    pub(super) index: usize,
    pub(super) stimulus: String,
    pub(super) first: Arc<Exchange>,
    pub(super) second: Arc<Exchange>,
}

impl Group {
    /// Returns the order of two comparisons.
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
    /// Returns empty comparisons with this testee.
    pub(super) fn with(testee: TesteeInfo) -> Self {
        Self { against: Differential { testee, ..Differential::default() }, ..Self::default() }
    }

    /// Adds the comparison for the stimulus at `index`, for which the first testee showed `session`.
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
        let first = session.calls.iter().filter_map(Exchange::outcome);
        let first = first.map(|outcome| (Side::First, outcome));
        let second = outcomes.iter().map(|outcome| (Side::Second, outcome));
        for (side, outcome) in first.chain(second) {
            self.shown.extend(Shows::of(outcome, None).map(|shows| (side, shows)));
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

    /// Adds the comparisons of another shard.
    pub(super) fn merge(&mut self, other: Self) {
        let (against, more) = (&mut self.against, other.against);
        against.calls = against.calls.plus(more.calls);
        against.compared += more.compared;
        against.same += more.same;
        against.decided += more.decided;
        against.skipped += more.skipped;
        self.shown.extend(other.shown);
        for (kind, group) in other.groups {
            put(&mut self.groups, kind, group);
        }
    }

    /// Returns the kinds of differences that no policy decides. Whether a policy decides one may depend on everything that
    /// the testees show, so this comes last.
    pub(super) fn finish(self) -> Differential {
        let Self { mut against, groups, shown } = self;
        let holds =
            |(side, counts): &Condition| counts.holds(|shows| shown.contains(&(*side, shows)));
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

/// Adds stimuli to those that show the same difference.
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
    use crate::exchange::{Outcome, Stage};
    use crate::http::Answer;
    use crate::json::Json;
    use crate::policy::Counts;

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
        Outcome::ServiceError {
            code,
            modeled: false,
            message: None,
            http_status: None,
            request_id: None,
            error: None,
        }
    }

    fn session(outcome: &Outcome) -> Session {
        let call = stimulus("").exchange(Vec::new(), outcome.clone());
        Session { calls: vec![call], ..Session::default() }
    }

    /// A stimulus whose outcomes differ, which is open unless one of the conditions holds.
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
