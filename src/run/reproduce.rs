//! Reproduces failures: shrinks them, and finds the calls of the session that they need before them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use crate::policy::{Policy, Subject};
use crate::suite::Stimulus;
use crate::testee::limits::no_thread;
use crate::testee::{CallError, Interrupt};

use super::plan::Plan;
use super::report::{Failure, PolicyReport, Recorded, Report, Shrunk};
use super::shrink::{Reason, shrink};
use super::worker::Worker;

/// At most this many of the calls before a failing one are repeated to make it fail again.
const BEFORE: usize = 512;

/// A failure that another process may have caused must show this often in total to count as the testee's. Another
/// process does not connect at the same moment each time.
const DOUBTFUL: usize = 3;

/// How many shorter sessions are tried.
const FEWER: usize = 24;

/// A failure to reproduce: the index of its policy in the report, and its index in the policy.
struct Job {
    policy: usize,
    failure: usize,
    /// The indices in the plan of the calls before it, since the testee was last started.
    before: Vec<usize>,
}

/// Shrinks the first generated failure of each policy, and finds what the first failure of each policy needs to fail
/// again in a newly started testee.
pub(super) fn all(
    plan: &Plan,
    workers: &mut [Worker<'_>],
    report: &mut Report,
    interrupt: &Interrupt,
) {
    let jobs = Mutex::new(jobs(plan, workers, report));
    let done = Mutex::new(Vec::new());
    let stopped = Mutex::new(None);
    let found = &*report;
    thread::scope(|scope| {
        for worker in workers.iter_mut() {
            let (jobs, done, stopped) = (&jobs, &done, &stopped);
            let started = thread::Builder::new().spawn_scoped(scope, move || {
                while !interrupt.is_tripped() {
                    let job = jobs.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                    let Some(job) = job else { break };
                    let policy = &found.policies[job.policy];
                    let failure = policy.failures[job.failure].clone();
                    match again(plan, worker, policy.policy, failure, &job.before) {
                        Ok(failure) => {
                            done.lock().unwrap_or_else(PoisonError::into_inner).push((job, failure))
                        }
                        Err(error) => {
                            stopped
                                .lock()
                                .unwrap_or_else(PoisonError::into_inner)
                                .get_or_insert(error);
                            jobs.lock().unwrap_or_else(PoisonError::into_inner).clear();
                        }
                    }
                }
            });
            if let Err(error) = started {
                let error = CallError::CannotRun(no_thread(&error));
                stopped.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
                jobs.lock().unwrap_or_else(PoisonError::into_inner).clear();
            }
        }
    });
    for (job, failure) in done.into_inner().unwrap_or_else(PoisonError::into_inner) {
        report.policies[job.policy].failures[job.failure] = failure;
    }
    for policy in &mut report.policies {
        policy.failures.sort_by_key(Failure::order);
    }
    if let Some(CallError::CannotRun(why)) =
        stopped.into_inner().unwrap_or_else(PoisonError::into_inner)
    {
        report.cut_short = Some(why);
    }
}

fn jobs(plan: &Plan, workers: &[Worker<'_>], report: &Report) -> VecDeque<Job> {
    let mut jobs = VecDeque::new();
    for (policy, found) in report.policies.iter().enumerate() {
        if !found.verdict.is_failure() {
            continue;
        }
        let Wanted { first, generated, all } = wanted(found, plan.stimuli.fixed());
        for failure in all {
            // Only these two of a policy are tried with the session before them: more of them cost minutes.
            let alone = Some(failure) != first && Some(failure) != generated;
            let before = match alone {
                true => Vec::new(),
                false => before(workers, found.failures[failure].index),
            };
            jobs.push_back(Job { policy, failure, before });
        }
    }
    jobs
}

/// The failures of a policy that are tried again, by their indices in its report.
pub(super) struct Wanted {
    first: Option<usize>,
    generated: Option<usize>,
    pub(super) all: Vec<usize>,
}

/// Returns the failures of a policy that are tried again. The first `fixed` stimuli of the plan are not generated.
pub(super) fn wanted(found: &PolicyReport, fixed: usize) -> Wanted {
    let generated = found.failures.iter().position(|failure| failure.index >= fixed);
    let first = (!found.failures.is_empty()).then_some(0);
    // The policy is in doubt only if every failure that another process may have caused was tried again.
    let doubtful = (0..found.failures.len()).filter(|place| {
        found.policy.subject == Subject::Arrival && found.failures[*place].doubtful
    });
    let mut all: Vec<usize> = first.into_iter().chain(generated).chain(doubtful).collect();
    all.sort_unstable();
    all.dedup();
    Wanted { first, generated, all }
}

/// Returns the indices of the stimuli that were sent before this one since the testee was last started.
pub(super) fn before(workers: &[Worker<'_>], index: usize) -> Vec<usize> {
    let lives = workers.iter().flat_map(|worker| &worker.history);
    let mut found = lives.filter_map(|life| {
        let place = life.iter().position(|other| *other == index)?;
        Some(life[..place].to_vec())
    });
    found.next().unwrap_or_default()
}

/// Shrinks a failure if it was generated, and records what it needs to fail again.
fn again(
    plan: &Plan,
    worker: &mut Worker<'_>,
    policy: &'static Policy,
    mut failure: Failure,
    before: &[usize],
) -> Result<Failure, CallError> {
    let Some(reason) = Reason::of(&failure.findings) else { return Ok(failure) };
    let original = failure.recorded.stimulus.clone();
    let doubtful = failure.doubtful && policy.subject == Subject::Arrival;
    let session = Reproduction { plan, policy, reason, before, doubtful };
    let mut needed = session.needed(worker, &original)?;
    if doubtful && let Some(calls) = &needed {
        for _ in 1..DOUBTFUL {
            if !session.fails_anew(worker, calls, &original)? {
                needed = None;
                break;
            }
        }
    }
    let Some(needed) = needed else {
        failure.recorded =
            Arc::new(Recorded { before: Vec::new(), stimulus: original, reproduced: Some(false) });
        return Ok(failure);
    };
    let mut stimulus = original;
    if failure.index >= plan.stimuli.fixed() {
        let from = failure.size();
        let mut fails = |candidate: &Stimulus| {
            // If it needs calls before it, it needs them for each try.
            if !needed.is_empty() {
                worker.testee.renew();
            }
            session.fails(worker, &needed, candidate)
        };
        let (smallest, calls) = shrink(stimulus, &mut fails)?;
        // A replay by the user runs in a newly started testee, too.
        worker.testee.renew();
        for other in &needed {
            worker.session(other)?;
        }
        match worker.broken(&smallest, policy)? {
            Some((exchange, findings)) if session.reason.is_among(&findings) => {
                (failure.exchange, failure.findings) = (exchange, findings);
                failure.shrunk = Some(Shrunk { from, calls });
                stimulus = smallest;
            }
            // The small stimulus fails only after the calls that the search made. The replay would hold, so
            // the original is recorded.
            _ => stimulus = failure.recorded.stimulus.clone(),
        }
    }
    failure.recorded = Arc::new(Recorded { before: needed, stimulus, reproduced: Some(true) });
    Ok(failure)
}

/// A failure to reproduce.
struct Reproduction<'a> {
    plan: &'a Plan,
    policy: &'static Policy,
    reason: Reason,
    before: &'a [usize],
    /// Whether another process may have caused it. It probably did, so few sessions are tried.
    doubtful: bool,
}

impl Reproduction<'_> {
    /// Returns the calls that `stimulus` needs before it to fail in a newly started testee, as few as the search finds, or
    /// `None` if it does not fail again.
    fn needed(
        &self,
        worker: &mut Worker<'_>,
        stimulus: &Stimulus,
    ) -> Result<Option<Vec<Stimulus>>, CallError> {
        let mut count = 0;
        loop {
            let latest = &self.before[self.before.len() - count.min(self.before.len())..];
            let session: Vec<Stimulus> = latest
                .iter()
                .filter_map(|index| self.plan.stimuli.get(*index))
                .map(|stimulus| stimulus.into_owned())
                .collect();
            if self.fails_anew(worker, &session, stimulus)? {
                return self.fewest(worker, session, stimulus).map(Some);
            }
            if count >= self.before.len() || count >= BEFORE {
                return Ok(None);
            }
            // Each try costs a whole session. Most failures need no call before them, and most others only the last
            // few, so the session grows from its end, by doubling.
            count = match count {
                0 if self.doubtful => BEFORE,
                0 => 1,
                _ => count * 2,
            };
        }
    }

    /// Removes the calls that are not needed from the session: halves first, then quarters, and so on.
    fn fewest(
        &self,
        worker: &mut Worker<'_>,
        mut session: Vec<Stimulus>,
        stimulus: &Stimulus,
    ) -> Result<Vec<Stimulus>, CallError> {
        let mut size = session.len().div_ceil(2);
        let mut tries = 0;
        while size > 0 && tries < FEWER && session.len() > 1 {
            let mut start = 0;
            while start < session.len() && tries < FEWER {
                let mut fewer = session.clone();
                fewer.drain(start..(start + size).min(session.len()));
                tries += 1;
                if self.fails_anew(worker, &fewer, stimulus)? {
                    // The next calls have moved to `start`, so it stays.
                    session = fewer;
                } else {
                    start += size;
                }
            }
            size /= 2;
        }
        Ok(session)
    }

    fn fails_anew(
        &self,
        worker: &mut Worker<'_>,
        session: &[Stimulus],
        stimulus: &Stimulus,
    ) -> Result<bool, CallError> {
        worker.testee.renew();
        self.fails(worker, session, stimulus)
    }

    fn fails(
        &self,
        worker: &mut Worker<'_>,
        session: &[Stimulus],
        stimulus: &Stimulus,
    ) -> Result<bool, CallError> {
        for other in session {
            worker.session(other)?;
        }
        let broken = worker.broken(stimulus, self.policy)?;
        Ok(broken.is_some_and(|(_, findings)| self.reason.is_among(&findings)))
    }
}
