//! Confirms hangs: a testee that got too little CPU time does not hang.
//!
//! A call without an outcome by its deadline may be the fault of a busy machine. So a policy that only such calls break
//! is not broken until one of them hangs again, in a newly started testee with three times the deadline.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::exchange::Outcome;
use crate::policy::Subject;
use crate::testee::limits::no_thread;
use crate::testee::{CallError, Interrupt};

use super::plan::Plan;
use super::report::{Failure, PolicyReport, Report};
use super::reproduce::before;
use super::shrink::Reason;
use super::verdict::Verdict;
use super::worker::Worker;

/// How many deadlines a testee gets to confirm that it hangs. A stimulus is done with the wire within 2 s, so a testee
/// needs this time only if the machine is busy.
pub(super) const LONGER: u32 = 3;

/// After this many confirmed hangs in total, the others count as confirmed. Each confirmation costs the longer deadline,
/// and a testee that hangs so often does not merely lack CPU time.
const BELIEVED_AFTER: usize = 5;

/// How many of the calls before a hanging one are repeated at most, if it does not hang alone.
const BEFORE: usize = 512;

/// The hangs that were confirmed so far.
#[derive(Debug, Default)]
struct Known {
    /// Whether the stimulus hung again, by its index in the plan.
    by_place: HashMap<usize, bool>,
    /// How many hung again.
    confirmed: usize,
}

/// The hangs of a policy that only hangs break.
struct Job {
    /// The index of the policy in the report.
    policy: usize,
    /// Each hang with the indices in the plan of the calls before it, since the testee was last started.
    hangs: Vec<(Failure, Vec<usize>)>,
}

/// Confirms the hangs of the policies that only hangs break. If no hang of a policy is confirmed, the policy is not
/// broken: its other exchanges decide its verdict.
///
/// If the run is interrupted, the verdicts stay as they are. If no calls can be made, the report says why.
///
/// Returns what was tried.
pub(super) fn hangs(
    plan: &Plan,
    workers: &mut [Worker<'_>],
    report: &mut Report,
    interrupt: &Interrupt,
) -> Confirmed {
    let jobs = Mutex::new(jobs(workers, report).into_iter());
    let (known, tried) = (Mutex::new(Known::default()), Mutex::new(Vec::new()));
    let stopped = Mutex::new(None);
    let policies = &report.policies;
    thread::scope(|scope| {
        for worker in workers.iter_mut() {
            let (jobs, known, tried, stopped) = (&jobs, &known, &tried, &stopped);
            let started = thread::Builder::new().spawn_scoped(scope, move || {
                while !interrupt.is_tripped() {
                    let Some(job) = locked(jobs).next() else { break };
                    match is_confirmed(plan, worker, &policies[job.policy], &job, known) {
                        Ok(again) => locked(tried).push((job.policy, again)),
                        Err(error) => {
                            locked(stopped).get_or_insert(error);
                            break;
                        }
                    }
                }
            });
            if let Err(error) = started {
                locked(stopped).get_or_insert(CallError::CannotRun(no_thread(&error)));
            }
        }
    });
    let known = known.into_inner().unwrap_or_else(PoisonError::into_inner);
    for problem in &mut report.problems {
        problem.reproduced = known.by_place.get(&problem.index).copied();
    }
    let tried = tried.into_inner().unwrap_or_else(PoisonError::into_inner);
    for (place, _) in tried.iter().filter(|(_, again)| !again) {
        clear_unless_known(&mut report.policies[*place], known.confirmed);
    }
    let stopped = stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(CallError::CannotRun(why)) = stopped {
        report.cut_short = Some(why);
    }
    Confirmed { hangs: known.confirmed, tried }
}

/// The hangs that were tried again.
#[derive(Debug, Default)]
pub(super) struct Confirmed {
    /// How many hung again.
    pub(super) hangs: usize,
    /// The index of each policy whose hangs were tried, and whether one of them hung again.
    pub(super) tried: Vec<(usize, bool)>,
}

/// Removes the hangs of a policy of which none hung again. `confirmed` is the number of hangs in the run that did.
pub(super) fn clear_unless_known(policy: &mut PolicyReport, confirmed: usize) {
    // The report keeps few failures of the policy on hangs itself, and the confirmed one may not be among them.
    if confirmed == 0 || policy.policy.subject != Subject::LostCalls {
        clear(policy);
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn jobs(workers: &[Worker<'_>], report: &Report) -> Vec<Job> {
    let concerned = report.policies.iter().enumerate().filter(|(_, policy)| only_hangs(policy));
    let jobs = concerned.map(|(place, policy)| {
        let hangs = policy.failures.iter().filter(|failure| is_hang(failure));
        let hangs = hangs.map(|hang| (hang.clone(), before(workers, hang.index))).collect();
        Job { policy: place, hangs }
    });
    jobs.collect()
}

/// Reports whether one of a policy's hangs shows again, or counts as confirmed.
fn is_confirmed(
    plan: &Plan,
    worker: &mut Worker<'_>,
    policy: &PolicyReport,
    job: &Job,
    known: &Mutex<Known>,
) -> Result<bool, CallError> {
    for (hang, before) in &job.hangs {
        if locked(known).confirmed >= BELIEVED_AFTER {
            return Ok(true);
        }
        // No lock is held during the calls, which take seconds. Two workers may then try the same hang, and
        // `is_new` counts it once.
        let told = locked(known).by_place.get(&hang.index).copied();
        let again = match told {
            Some(told) => told,
            None => hangs_again(plan, worker, policy, hang, before)?,
        };
        let mut known = locked(known);
        let is_new = known.by_place.insert(hang.index, again).is_none();
        known.confirmed += usize::from(again && is_new);
        if again {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Reports whether a policy is broken, and only by calls that hung.
pub(super) fn only_hangs(policy: &PolicyReport) -> bool {
    policy.verdict == Verdict::Fail
        && policy.hung > 0
        && policy.failed == policy.known + policy.hung
}

/// Reports whether this is a new failure by a call that hung.
pub(super) fn is_hang(failure: &Failure) -> bool {
    !failure.known && matches!(failure.exchange.outcome(), Some(Outcome::Timeout { .. }))
}

/// Reports whether the failure shows again in a newly started testee with a longer deadline: with the call alone, or
/// after the calls that came before it.
fn hangs_again(
    plan: &Plan,
    worker: &mut Worker<'_>,
    policy: &PolicyReport,
    failure: &Failure,
    before: &[usize],
) -> Result<bool, CallError> {
    let Some(reason) = Reason::of(&failure.findings) else { return Ok(true) };
    let latest = &before[before.len().saturating_sub(BEFORE)..];
    let sessions: &[&[usize]] = if latest.is_empty() { &[&[]] } else { &[&[], latest] };
    for session in sessions {
        worker.testee.renew();
        for other in session.iter().filter_map(|place| plan.stimuli.get(*place)) {
            worker.session(&other)?;
        }
        // The calls before it ended within the usual deadline, so only the call itself gets longer.
        worker.deadline = plan.deadline.saturating_mul(LONGER);
        let broken = worker.broken(&failure.recorded.stimulus, policy.policy);
        worker.deadline = plan.deadline;
        if broken?.is_some_and(|(_, findings)| reason.is_among(&findings)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Removes the failures by hangs that were not reproduced from a policy.
fn clear(policy: &mut PolicyReport) {
    policy.failures.retain(|failure| !is_hang(failure));
    policy.exercised -= policy.hung;
    policy.failed -= policy.hung;
    policy.not_reproduced = std::mem::take(&mut policy.hung);
    policy.verdict = match (policy.known, policy.exercised) {
        (1.., _) => Verdict::KnownFailure,
        (0, 1..) => Verdict::Pass,
        (0, 0) => Verdict::NotExercised,
    };
}
