//! A run from its plan to its report.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use crate::contract::Contract;
use crate::exchange::{Outcome, TesteeInfo};
use crate::policy::{Judgement, Policy, Shows};
use crate::suite::Stimulus;
use crate::testee::{Endpoint, Interrupt, Testee, TesteeError};

use super::report::{CallCounts, CallProblem, ContractInfo, Report};
use super::tally::{Seen, Tally, shows};
use super::worker::{Judged, Worker};

/// After so many hangs for one policy, its further stimuli are not sent. (DESIGN, section 5.)
const HANGS_BORNE: usize = 3;

/// How many lost calls a report tells of one by one.
const PROBLEMS_KEPT: usize = 20;

/// What is to be run.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What the testee is judged by.
    pub contract: Contract,
    /// The policies that judge.
    pub policies: Vec<&'static Policy>,
    /// The stimuli, in the order in which they are sent.
    pub stimuli: Vec<Stimulus>,
    /// How long a call may take.
    pub deadline: Duration,
    /// What was selected, as the user said it.
    pub filters: Vec<(String, String)>,
    /// How many policies must be judged for the run to count.
    pub min_exercised: usize,
}

impl Plan {
    /// The report of a run that was interrupted before its first call, while the testee `info`
    /// started.
    pub fn unstarted(&self, info: TesteeInfo) -> Report {
        Collector::new(self).finish(info, false, Duration::ZERO)
    }
}

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many stimuli are behind.
    pub done: usize,
    /// How many there are.
    pub total: usize,
    /// How many calls broke a policy so far.
    pub broken: usize,
}

/// Why a run could not begin.
#[derive(Debug)]
#[non_exhaustive]
pub enum RunError {
    /// A testee did not start.
    Testee(TesteeError),
    /// The loopback endpoint did not start.
    Endpoint(io::Error),
}

impl fmt::Display for RunError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Testee(error) => error.fmt(f),
            Self::Endpoint(error) => write!(f, "cannot listen on 127.0.0.1: {error}"),
        }
    }
}

impl std::error::Error for RunError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Testee(error) => Some(error),
            Self::Endpoint(error) => Some(error),
        }
    }
}

impl From<TesteeError> for RunError {
    fn from(error: TesteeError) -> Self {
        Self::Testee(error)
    }
}

/// Runs the plan against `testees`, one worker for each.
///
/// `progress` hears of every call. Where `interrupt` is tripped the report holds what was found until
/// then, and says that it is not complete.
///
/// # Errors
///
/// Where an endpoint cannot listen.
///
/// # Panics
///
/// Where there is no testee.
pub fn run(
    plan: &Plan,
    testees: Vec<Box<dyn Testee>>,
    interrupt: &Interrupt,
    mut progress: impl FnMut(Progress),
) -> Result<Report, RunError> {
    let started = Instant::now();
    let info = testees.first().expect("a run has a testee").info().clone();
    let mut workers = Vec::new();
    for testee in testees {
        workers.push(Worker {
            contract: &plan.contract,
            policies: &plan.policies,
            deadline: plan.deadline,
            endpoint: Endpoint::bind().map_err(RunError::Endpoint)?,
            elsewhere: Endpoint::bind().map_err(RunError::Endpoint)?,
            testee,
            calls: 0,
        });
    }
    let queue = Queue::new(&plan.stimuli);
    let mut collector = Collector::new(plan);
    let whole = thread::scope(|scope| {
        let (sender, judged) = mpsc::channel();
        for mut worker in workers {
            let (sender, queue) = (sender.clone(), &queue);
            scope.spawn(move || {
                while let Some((index, stimulus)) = queue.next(interrupt) {
                    let Ok(judged) = worker.call(index, stimulus) else { break };
                    for call in &judged.session.calls {
                        queue.note(stimulus, &call.outcome);
                    }
                    if sender.send(judged).is_err() {
                        break;
                    }
                }
                worker.testee.finish();
            });
        }
        drop(sender);
        let mut state = Progress { done: 0, total: plan.stimuli.len(), broken: 0 };
        progress(state);
        for judged in judged {
            state.done += 1;
            let broken = judged.judgements.iter().any(|j| matches!(j, Judgement::Fail(_)));
            state.broken += usize::from(broken);
            collector.take(judged);
            progress(state);
        }
        state.done + queue.unsent() == plan.stimuli.len()
    });
    collector.counts.unsent = queue.unsent();
    Ok(collector.finish(info, whole, started.elapsed()))
}

/// The stimuli that are still to be sent.
struct Queue<'a> {
    stimuli: &'a [Stimulus],
    state: Mutex<QueueState>,
}

#[derive(Default)]
struct QueueState {
    next: usize,
    hangs: HashMap<&'static str, usize>,
    unsent: usize,
}

impl<'a> Queue<'a> {
    fn new(stimuli: &'a [Stimulus]) -> Self {
        Self { stimuli, state: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, QueueState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn next(&self, interrupt: &Interrupt) -> Option<(usize, &'a Stimulus)> {
        let mut state = self.lock();
        loop {
            if interrupt.is_tripped() {
                return None;
            }
            let index = state.next;
            let stimulus = self.stimuli.get(index)?;
            state.next += 1;
            let given_up =
                |aim: &&'static Policy| state.hangs.get(aim.id).is_some_and(|n| *n >= HANGS_BORNE);
            if stimulus.aims.iter().any(given_up) {
                state.unsent += 1;
                continue;
            }
            return Some((index, stimulus));
        }
    }

    fn note(&self, stimulus: &Stimulus, outcome: &Outcome) {
        if matches!(outcome, Outcome::Timeout { .. }) {
            let mut state = self.lock();
            for aim in &stimulus.aims {
                *state.hangs.entry(aim.id).or_default() += 1;
            }
        }
    }

    fn unsent(&self) -> usize {
        self.lock().unsent
    }
}

/// Puts together what the workers found, so that it does not matter who was faster.
struct Collector<'a> {
    plan: &'a Plan,
    tallies: Vec<Tally>,
    shown: HashSet<Shows>,
    counts: CallCounts,
    /// By the place of the stimulus in the plan.
    problems: BTreeMap<usize, CallProblem>,
}

impl<'a> Collector<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            plan,
            tallies: plan.policies.iter().map(|policy| Tally::new(policy)).collect(),
            shown: HashSet::new(),
            counts: CallCounts::default(),
            problems: BTreeMap::new(),
        }
    }

    fn take(&mut self, judged: Judged) {
        let stimulus = &self.plan.stimuli[judged.index];
        for call in &judged.session.calls {
            let outcome = &call.outcome;
            self.counts.add(outcome);
            self.shown.extend(shows(outcome));
            // No more calls are made after one that was lost, so there is one of a stimulus at most.
            if !outcome.is_told() && !matches!(outcome, Outcome::Skipped { .. }) {
                let problem = CallProblem {
                    stimulus: stimulus.id.clone(),
                    outcome: outcome.clone(),
                    stderr: judged.stderr.clone(),
                };
                self.problems.insert(judged.index, problem);
            }
        }
        if self.problems.len() > PROBLEMS_KEPT {
            self.problems.pop_last();
        }
        let Some(seen) = Seen::of(judged.session) else { return };
        for (tally, judgement) in self.tallies.iter_mut().zip(judged.judgements) {
            tally.add(judged.index, stimulus, &seen, judgement);
        }
    }

    fn finish(self, testee: TesteeInfo, complete: bool, elapsed: Duration) -> Report {
        Report {
            complete,
            filters: self.plan.filters.clone(),
            contract: ContractInfo::from(&self.plan.contract),
            testee,
            calls: self.counts,
            policies: self.tallies.into_iter().map(|tally| tally.finish(&self.shown)).collect(),
            problems: self.problems.into_values().collect(),
            min_exercised: self.plan.min_exercised,
            elapsed,
        }
    }
}
