//! The queue of stimuli.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::exchange::Outcome;
use crate::suite::{Stimuli, Stimulus};
use crate::testee::{CallError, Interrupt};

use super::hangs::Hangs;
use super::plan::Plan;
use super::waits::slow;

/// The stimuli that are still to be sent.
///
/// One worker sends them in the order of the plan. Several workers begin with the fixed stimuli that wait longest: begun
/// last, they would keep one worker busy while the others have nothing left to do.
pub(super) struct Queue<'a> {
    plan: &'a Plan,
    stimuli: &'a Stimuli,
    /// The indices of the stimuli that are sent first.
    slow: Vec<usize>,
    state: Mutex<QueueState<'a>>,
}

struct QueueState<'a> {
    /// How many of the slow ones have had their turn, and the next of all stimuli in the order of the plan.
    next_slow: usize,
    next: usize,
    hangs: Hangs<'a>,
    /// The indices of the stimuli that were left out after hangs, as ranges: a policy that is given up leaves out all of its
    /// stimuli, in a row.
    unsent: Vec<Range<usize>>,
    /// Why no more stimuli can be sent.
    stopped: Option<CallError>,
}

impl<'a> Queue<'a> {
    pub(super) fn new(plan: &'a Plan, workers: usize) -> Self {
        let hangs = Hangs::new(&plan.policies);
        let state = QueueState { next_slow: 0, next: 0, hangs, unsent: Vec::new(), stopped: None };
        let slow = if workers > 1 { slow(&plan.stimuli) } else { Vec::new() };
        Self { plan, stimuli: &plan.stimuli, slow, state: Mutex::new(state) }
    }

    fn lock(&self) -> MutexGuard<'_, QueueState<'a>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the next stimulus and its index, or `None` if the run is over or interrupted.
    pub(super) fn next(&self, interrupt: &Interrupt) -> Option<(usize, Cow<'a, Stimulus>)> {
        let index = self.take(interrupt)?;
        // Generating the stimulus may take time, so the lock is released first: other workers must not wait.
        self.stimuli.get(index).map(|stimulus| (index, stimulus))
    }

    fn take(&self, interrupt: &Interrupt) -> Option<usize> {
        let mut state = self.lock();
        loop {
            if interrupt.is_tripped() || state.stopped.is_some() {
                return None;
            }
            let index = self.turn(&mut state)?;
            if !self.plan.sends(index) {
                continue;
            }
            if !state.hangs.is_given_up(self.stimuli.aims(index)) {
                return Some(index);
            }
            match state.unsent.last_mut() {
                Some(last) if last.end == index => last.end += 1,
                _ => state.unsent.push(index..index + 1),
            }
        }
    }

    /// Returns the index of the stimulus whose turn it is, or `None` if each has had its turn.
    fn turn(&self, state: &mut QueueState<'_>) -> Option<usize> {
        if let Some(index) = self.slow.get(state.next_slow) {
            state.next_slow += 1;
            return Some(*index);
        }
        while self.slow.contains(&state.next) {
            state.next += 1;
        }
        let index = state.next;
        state.next += usize::from(index < self.stimuli.len());
        (index < self.stimuli.len()).then_some(index)
    }

    /// Returns how long the call of a stimulus may take.
    pub(super) fn deadline(&self, stimulus: &Stimulus) -> Duration {
        self.lock().hangs.deadline(&stimulus.aims, self.plan.deadline)
    }

    /// Notes the outcome of a call.
    pub(super) fn note(&self, stimulus: &Stimulus, outcome: &Outcome) {
        self.lock().hangs.note(stimulus, outcome);
    }

    /// Ends the queue, because a call could not be made.
    pub(super) fn stop(&self, error: CallError) {
        self.lock().stopped.get_or_insert(error);
    }

    /// Returns why no more stimuli could be sent, unless the run was interrupted.
    pub(super) fn stopped(&self) -> Option<String> {
        match &self.lock().stopped {
            Some(CallError::CannotRun(why)) => Some(why.clone()),
            _ => None,
        }
    }

    /// Returns the indices of the stimuli that were not sent after hangs.
    pub(super) fn into_unsent(self) -> Vec<Range<usize>> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).unsent
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::http::Answer;
    use crate::json::Json;
    use crate::policy::find;
    use crate::run::hangs::HANGS_IN_ALL;

    fn plan(aims: &[&[&str]]) -> Plan {
        let policy = |id: &&str| find(id).expect(id);
        let stimulus = |aims: &&[&str]| {
            let policies = aims.iter().map(policy).collect();
            Stimulus::client(aims.join(" "), policies, Json::Null, Answer::json(200, ""))
        };
        let policies = ["wire.never-hangs", "wire.never-crashes", "error.modeled", "input.types"];
        let policies = policies.iter().map(policy).collect();
        Plan::new(Contract::default(), policies, aims.iter().map(stimulus).collect::<Vec<_>>())
    }

    /// Takes what is to be sent, has all of that hang which aims at one of `hang`, and says which were sent.
    fn sent(plan: &Plan, hang: &[&str]) -> Vec<usize> {
        let queue = Queue::new(plan, 1);
        let mut sent = Vec::new();
        while let Some((index, stimulus)) = queue.next(&Interrupt::new()) {
            sent.push(index);
            if stimulus.aims.iter().any(|aim| hang.contains(&aim.id)) {
                queue.note(&stimulus, &Outcome::Timeout { after_ms: 1 });
            }
        }
        let mut all = [sent.clone(), queue.into_unsent().into_iter().flatten().collect()].concat();
        all.sort_unstable();
        assert_eq!(
            all,
            Vec::from_iter(0..plan.stimuli.len()),
            "each is sent, or reported as left out"
        );
        sent
    }

    #[test]
    fn what_aims_at_another_policy_too_is_sent_after_three_hangs() {
        let slow: &[&str] = &["error.modeled", "wire.never-crashes", "wire.never-hangs"];
        let other: &[&str] = &["input.types", "wire.never-crashes", "wire.never-hangs"];
        let only: &[&str] = &["wire.never-hangs"];
        let plan = plan(&[slow, slow, slow, slow, other, only, other, &["error.modeled"]]);
        assert_eq!(sent(&plan, &["error.modeled"]), [0, 1, 2, 4, 6]);
        assert_eq!(sent(&plan, &[]).len(), 8);
    }

    #[test]
    fn a_call_that_is_expected_to_hang_gets_a_third_of_the_deadline() {
        let hung: &[&str] = &["input.types", "wire.never-hangs"];
        let other: &[&str] = &["error.modeled", "wire.never-hangs"];
        let plan = plan(&[hung, other]);
        let queue = Queue::new(&plan, 1);
        let stimulus = |index| plan.stimuli.get(index).expect("there are two");
        let deadlines = || [0, 1].map(|index| queue.deadline(&stimulus(index)).as_millis());
        assert_eq!(deadlines(), [10_000, 10_000]);
        queue.note(&stimulus(0), &Outcome::Timeout { after_ms: 10_000 });
        assert_eq!(deadlines(), [3_333, 10_000], "only one has hung for all that it aims at");
        for (whole, expected) in [(1, 1), (6, 3), (9, 3), (60, 20)] {
            let deadline =
                queue.lock().hangs.deadline(&stimulus(0).aims, Duration::from_secs(whole));
            assert_eq!(deadline, Duration::from_secs(expected));
        }
    }

    #[test]
    fn a_policy_that_does_not_judge_keeps_nothing_in() {
        let aims: &[&str] = &["wire.never-hangs", "union.known-member"];
        assert_eq!(sent(&plan(&[aims; 5]), &["wire.never-hangs"]), [0, 1, 2]);
        let none: &[&str] = &[];
        assert_eq!(sent(&plan(&[none; 5]), &[]).len(), 5);
    }

    #[test]
    fn several_workers_begin_with_what_waits_longest() {
        let aims: &[&str] = &["input.types"];
        let mut plan = plan(&[aims; 6]);
        let delays = [0, 50, 0, 300, 10, 50].map(Duration::from_millis);
        let stimuli = delays.into_iter().enumerate().map(|(index, delay)| {
            let mut stimulus = plan.stimuli.get(index).expect("there are six").into_owned();
            stimulus.call.answer.delivery.delay = delay;
            stimulus
        });
        plan.stimuli = stimuli.collect();
        for (workers, order) in [(1, [0, 1, 2, 3, 4, 5]), (2, [3, 1, 5, 0, 2, 4])] {
            let queue = Queue::new(&plan, workers);
            let next = || queue.next(&Interrupt::new()).map(|(index, _)| index);
            assert_eq!(Vec::from_iter(std::iter::from_fn(next)), order, "{workers} workers");
            assert_eq!(next(), None);
        }
    }

    #[test]
    fn hangs_have_a_bound_in_all() {
        // Two stimuli for each policy, so that none is given up for three hangs.
        let policies = crate::policy::catalogue().iter().map(|policy| policy.id);
        let policies: Vec<&str> = policies.filter(|id| *id != "wire.never-hangs").collect();
        let aims =
            policies.iter().flat_map(|policy| [vec![*policy, "wire.never-hangs"], vec![*policy]]);
        let aims: Vec<Vec<&str>> = aims.collect();
        let aims: Vec<&[&str]> = aims.iter().map(Vec::as_slice).collect();
        let mut plan = plan(&aims);
        plan.policies = crate::policy::catalogue().to_vec();
        let sent = sent(&plan, &policies);
        assert_eq!(sent.len(), HANGS_IN_ALL + policies.len() - HANGS_IN_ALL / 2);
    }
}
