//! A run from its plan to its report.

use std::borrow::Cow;
use std::io;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Instant, SystemTime};

use crate::exchange::Exchange;
use crate::policy::Judgement;
use crate::suite::Stimulus;
use crate::testee::limits::no_thread;
use crate::testee::{CallError, Interrupt, Origins, Testee};

use super::collector::Collector;
use super::comparisons::Comparisons;
use super::confirm;
use super::differential::{Compared, Second};
use super::editions;
use super::error::RunError;
use super::hangs::Hangs;
use super::judge::{Judge, Made};
use super::plan::Plan;
use super::queue::Queue;
use super::redact;
use super::report::Report;
use super::reproduce;
use super::worker::Worker;

/// How many calls of each worker may wait for the judge, and how many for the collector. Each holds its exchange in
/// memory.
const AHEAD: usize = 32;

/// If a call has more bytes than this, on the wire and in its outcome, the worker waits until it is judged before it
/// makes the next call. Several such calls in the queue would take several times the memory.
const LARGE: usize = 1024 * 1024;

/// How far a run has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many stimuli are done.
    pub done: usize,
    /// How many stimuli the run has.
    pub total: usize,
    /// How many calls have broken a policy so far.
    pub broken: usize,
}

/// The result of one stimulus, with that of the second testee if there is one.
struct Call<'a> {
    made: Made,
    beside: Option<Compared>,
    stimulus: Cow<'a, Stimulus>,
    /// Dropped when the call is judged and collected. A worker that waits at the other end goes on then.
    _behind: mpsc::Sender<()>,
}

/// Reports whether the calls of a stimulus take much memory.
fn is_large(made: &Made) -> bool {
    let size = |call: &Exchange| {
        call.size() + call.outcome().map_or(0, |outcome| outcome.to_string().len())
    };
    made.session.calls.iter().map(size).sum::<usize>() > LARGE
}

/// Makes calls until the queue is empty, a call cannot be made, or the judge has ended.
fn make_calls<'a>(
    worker: &mut Worker<'_>,
    mut second: Option<&mut Second<'_>>,
    queue: &Queue<'a>,
    interrupt: &Interrupt,
    calls: &SyncSender<Call<'a>>,
) {
    let usual = worker.deadline;
    while let Some((index, stimulus)) = queue.next(interrupt) {
        worker.deadline = queue.deadline(&stimulus);
        let call = worker.call(index, &stimulus).and_then(|made| {
            made.session
                .calls
                .iter()
                .filter_map(Exchange::outcome)
                .for_each(|outcome| queue.note(&stimulus, outcome));
            let beside = second.as_mut().map(|s| s.compare(&stimulus, worker, &made.session));
            Ok((made, beside.transpose()?))
        });
        match call {
            Ok((made, beside)) => {
                let large = is_large(&made);
                let (behind, is_behind) = mpsc::channel();
                if calls.send(Call { made, beside, stimulus, _behind: behind }).is_err() {
                    break;
                }
                if large {
                    // Nothing is ever sent: `recv` returns with an error when the other end is dropped.
                    let _ = is_behind.recv();
                }
            }
            Err(error) => {
                queue.stop(error);
                break;
            }
        }
    }
    worker.deadline = usual;
}

/// Joins a thread and returns its result. A panic of the thread goes on in this one.
fn joined<T>(thread: ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// Runs the plan against `testees`, one worker for each.
///
/// The runner calls `progress` after every call. If `interrupt` is tripped, or a testee cannot be restarted, the report
/// holds the results so far and says that it is not complete.
///
/// # Errors
///
/// If there is no testee, or an endpoint cannot listen.
pub fn run(
    plan: &Plan,
    testees: Vec<Box<dyn Testee>>,
    interrupt: &Interrupt,
    progress: impl FnMut(Progress),
) -> Result<Report, RunError> {
    run_differential(plan, testees, Vec::new(), interrupt, progress)
}

/// Runs the plan against `testees`, as [`run`] does, and sends each stimulus to one of `others`, too. The report lists
/// the differences between their outcomes that no policy decides. Only `testees` are judged.
///
/// # Errors
///
/// If there is no testee, or an endpoint cannot listen.
///
/// # Panics
///
/// If `others` is not empty and has another length than `testees`.
pub fn run_differential(
    plan: &Plan,
    testees: Vec<Box<dyn Testee>>,
    others: Vec<Box<dyn Testee>>,
    interrupt: &Interrupt,
    mut progress: impl FnMut(Progress),
) -> Result<Report, RunError> {
    let (begin, started) = (Instant::now(), SystemTime::now());
    let info = testees.first().ok_or(RunError::NoTestee)?.info().clone();
    assert!(others.is_empty() || others.len() == testees.len(), "one for each testee");
    let mut comparisons = others.first().map(|other| Comparisons::with(other.info().clone()));
    let hangs = Mutex::new(Hangs::new(&plan.policies));
    let (origins, origins_beside) = (Arc::new(Origins::default()), Arc::new(Origins::default()));
    let workers = testees.into_iter().map(|testee| Worker::new(plan, testee, &origins));
    let workers = workers.collect::<io::Result<Vec<_>>>().map_err(RunError::Endpoint)?;
    let second =
        |testee| Ok(Second { worker: Worker::new(plan, testee, &origins_beside)?, hangs: &hangs });
    let seconds = others.into_iter().map(second).collect::<io::Result<Vec<_>>>();
    let seconds = seconds.map_err(RunError::Endpoint)?.into_iter().map(Some);
    let seconds = seconds.chain(std::iter::repeat_with(|| None));
    let queue = Queue::new(plan, workers.len());
    let mut collector = Collector::new(plan);
    let mut state = Progress { done: 0, total: plan.count(), broken: 0 };
    progress(state);
    let mut workers = thread::scope(|scope| {
        let (sender, judged) = mpsc::sync_channel(AHEAD);
        let queue = &queue;
        let (mut running, mut judging) = (Vec::new(), Vec::new());
        for (mut worker, mut second) in workers.into_iter().zip(seconds) {
            let (calls, made) = mpsc::sync_channel(AHEAD);
            let judge = Judge::new(plan, worker.testee.info().features);
            let sender = sender.clone();
            let judge = thread::Builder::new().spawn_scoped(scope, move || {
                for Call { made, beside, stimulus, _behind } in made {
                    if sender.send((judge.judge(made), beside, stimulus, _behind)).is_err() {
                        break;
                    }
                }
            });
            let work = thread::Builder::new().spawn_scoped(scope, move || {
                make_calls(&mut worker, second.as_mut(), queue, interrupt, &calls);
                if let Some(second) = &mut second {
                    second.worker.testee.finish();
                }
                worker
            });
            let failed = judge.as_ref().err().or(work.as_ref().err());
            let failed = failed.map(|error| CallError::CannotRun(no_thread(error)));
            judging.extend(judge);
            running.extend(work);
            if let Some(error) = failed {
                queue.stop(error);
                break;
            }
        }
        // The loop below ends when every sender is gone, so this one must not outlive the judges.
        drop(sender);
        for (judged, beside, stimulus, _behind) in judged {
            state.done += 1;
            let broken = judged.judgements.iter().any(|j| matches!(j, Judgement::Fail(_)));
            state.broken += usize::from(broken);
            if let (Some(comparisons), Some(beside)) = (&mut comparisons, beside) {
                let Made { index, session, .. } = &judged.made;
                comparisons.take(*index, &stimulus, session, beside);
            }
            collector.take(judged, &stimulus);
            progress(state);
        }
        let over: Vec<_> = running.into_iter().map(joined).collect();
        judging.into_iter().for_each(joined);
        over
    });
    let cut_short = queue.stopped();
    let unsent = queue.into_unsent();
    let left_out: usize = unsent.iter().map(ExactSizeIterator::len).sum();
    let whole = state.done + left_out == state.total;
    collector.leave_out(&unsent);
    let mut handed = collector.handed();
    if let Some(handed) = &mut handed {
        handed.comparisons.clone_from(&comparisons);
    }
    let mut report = collector.finish(info, whole, started);
    report.against = comparisons.map(Comparisons::finish);
    report.cut_short = cut_short;
    if plan.confirm && whole {
        let confirmed = confirm::hangs(plan, &mut workers, &mut report, interrupt);
        if let Some(handed) = &mut handed {
            handed.confirmed = confirmed;
        }
    }
    if plan.shrink && whole && report.cut_short.is_none() {
        match &mut handed {
            None => reproduce::all(plan, &mut workers, &mut report, interrupt),
            Some(handed) => handed.reproduce(plan, &mut workers, &mut report, interrupt),
        }
    }
    workers.into_iter().for_each(|mut worker| worker.testee.finish());
    // The signal may also come while failures are reproduced, or while the testees exit.
    report.complete &= !interrupt.is_tripped();
    if plan.edition_assumed {
        editions::note(&plan.contract, &mut report);
    }
    let masked = redact::report(&mut report);
    report.strangers =
        [origins, origins_beside].map(|origins| origins.strangers()).into_iter().sum();
    report.elapsed = begin.elapsed();
    report.unmerged = handed.map(|handed| Box::new(handed.unmerged(plan, &report, masked)));
    Ok(report)
}
