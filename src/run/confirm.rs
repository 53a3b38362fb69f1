//! Hangs, made again: a testee that was only starved of time is not one that hangs.
//!
//! A call that has no outcome by its deadline may say more of the machine than of the testee. So a policy that nothing
//! but such calls breaks is not broken until one of them hangs again, in a testee that was just started and has
//! three times as long.

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

/// How many times the deadline of a call a testee has to confirm that it hangs. What a stimulus does to the wire is over
/// within 2 s, so a testee needs that long only where the machine has no time for it.
pub(super) const LONGER: u32 = 3;

/// After so many confirmed hangs in all, the others are believed: each costs the longer deadline, and a testee that hangs
/// so often is no starved one.
const BELIEVED_AFTER: usize = 5;

/// How many calls before a hanging one are made again with it at the most, where it does not hang alone.
const BEFORE: usize = 512;

/// What is known of hangs.
#[derive(Debug, Default)]
struct Known {
    /// By the place of the stimulus in the plan: whether it hung again.
    by_place: HashMap<usize, bool>,
    /// How many did.
    confirmed: usize,
}

/// The hangs of a policy that nothing else breaks.
struct Job {
    /// The place of the policy in the report.
    policy: usize,
    /// Each with the places in the plan of the calls before it, in one life of the testee.
    hangs: Vec<(Failure, Vec<usize>)>,
}

/// Confirms the hangs of the policies that nothing else breaks. Where none of a policy's hangs is confirmed, it is not
/// broken: its verdict is what its other exchanges say.
///
/// Where it is interrupted the verdicts stay as they are, and where no calls can be made the report says why.
pub(super) fn hangs(
    plan: &Plan,
    workers: &mut [Worker<'_>],
    report: &mut Report,
    interrupt: &Interrupt,
) {
    let jobs = Mutex::new(jobs(workers, report).into_iter());
    let (known, cleared) = (Mutex::new(Known::default()), Mutex::new(Vec::new()));
    let stopped = Mutex::new(None);
    let policies = &report.policies;
    thread::scope(|scope| {
        for worker in workers.iter_mut() {
            let (jobs, known, cleared, stopped) = (&jobs, &known, &cleared, &stopped);
            let started = thread::Builder::new().spawn_scoped(scope, move || {
                while !interrupt.is_tripped() {
                    let Some(job) = locked(jobs).next() else { break };
                    match is_confirmed(plan, worker, &policies[job.policy], &job, known) {
                        Ok(true) => {}
                        Ok(false) => locked(cleared).push(job.policy),
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
    for place in cleared.into_inner().unwrap_or_else(PoisonError::into_inner) {
        let policy = &mut report.policies[place];
        // A report keeps few of the failures of the policy on hangs itself: the confirmed one need not be among them.
        if known.confirmed == 0 || policy.policy.subject != Subject::LostCalls {
            clear(policy);
        }
    }
    let stopped = stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(CallError::CannotRun(why)) = stopped {
        report.cut_short = Some(why);
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

/// Whether one of a policy's hangs shows again, or is believed.
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

/// Whether a policy is broken, and by nothing but calls that hung.
fn only_hangs(policy: &PolicyReport) -> bool {
    policy.verdict == Verdict::Fail
        && policy.hung > 0
        && policy.failed == policy.known + policy.hung
}

/// Whether it is a new failure of a call that hung.
fn is_hang(failure: &Failure) -> bool {
    !failure.known && matches!(failure.exchange.outcome(), Some(Outcome::Timeout { .. }))
}

/// Whether the failure shows again where the testee was just started and has longer: of the call alone, or behind the
/// calls that went before it.
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
        worker.deadline = plan.deadline.saturating_mul(LONGER);
        let broken = worker.broken(&failure.recorded.stimulus, policy.policy);
        worker.deadline = plan.deadline;
        if broken?.is_some_and(|(_, findings)| reason.is_among(&findings)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Takes out of a policy what hangs that were not reproduced said of it.
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
