//! A run from its plan to its report.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;
use std::io;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::contract::Contract;
use crate::exchange::Outcome;
use crate::policy::{Judgement, Policy};
use crate::suite::Stimulus;
use crate::testee::{Endpoint, Interrupt, Testee, TesteeError};

use super::report::{CallCounts, CallProblem, ContractInfo, Report};
use super::tally::{Tally, shows};
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
                    queue.note(stimulus, &judged.exchange.outcome);
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
        !interrupt.is_tripped() || state.done + queue.unsent() == plan.stimuli.len()
    });
    collector.counts.unsent = queue.unsent();
    Ok(collector.finish(plan, info, whole, started.elapsed()))
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

    fn lock(&self) -> std::sync::MutexGuard<'_, QueueState> {
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

/// Puts together what the workers found, in the order of the stimuli.
struct Collector<'a> {
    stimuli: &'a [Stimulus],
    tallies: Vec<Tally>,
    shown: HashSet<crate::policy::Shows>,
    counts: CallCounts,
    problems: BTreeMap<usize, CallProblem>,
    /// What came before its turn.
    early: BTreeMap<usize, Judged>,
    next: usize,
}

impl<'a> Collector<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            stimuli: &plan.stimuli,
            tallies: plan.policies.iter().map(|policy| Tally::new(policy)).collect(),
            shown: HashSet::new(),
            counts: CallCounts::default(),
            problems: BTreeMap::new(),
            early: BTreeMap::new(),
            next: 0,
        }
    }

    fn take(&mut self, judged: Judged) {
        self.early.insert(judged.index, judged);
        while let Some(judged) = self.early.remove(&self.next) {
            self.next += 1;
            self.add(judged);
        }
    }

    fn add(&mut self, judged: Judged) {
        let stimulus = &self.stimuli[judged.index];
        let outcome = &judged.exchange.outcome;
        self.counts.add(outcome);
        self.shown.extend(shows(outcome));
        let lost = !outcome.is_told() && !matches!(outcome, Outcome::Skipped { .. });
        if lost && self.problems.len() < PROBLEMS_KEPT {
            let problem = CallProblem {
                stimulus: stimulus.id.clone(),
                outcome: outcome.clone(),
                stderr: judged.stderr,
            };
            self.problems.insert(judged.index, problem);
        }
        for (tally, judgement) in self.tallies.iter_mut().zip(judged.judgements) {
            tally.add(stimulus, &judged.exchange, judgement);
        }
    }

    fn finish(
        mut self,
        plan: &Plan,
        testee: crate::exchange::TesteeInfo,
        complete: bool,
        elapsed: Duration,
    ) -> Report {
        // Stimuli that were not sent leave gaps; what came behind them is taken now.
        for judged in std::mem::take(&mut self.early).into_values() {
            self.add(judged);
        }
        Report {
            complete,
            filters: plan.filters.clone(),
            contract: ContractInfo::from(&plan.contract),
            testee,
            calls: self.counts,
            policies: self.tallies.into_iter().map(|tally| tally.finish(&self.shown)).collect(),
            problems: self.problems.into_values().collect(),
            min_exercised: plan.min_exercised,
            elapsed,
        }
    }
}
