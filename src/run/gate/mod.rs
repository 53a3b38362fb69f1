//! The version gate: the same stimuli go to two versions of a testee, and both are judged.
//!
//! A stimulus that the two versions answer differently is sent twice more. Only what shows each time counts, so that neither a
//! machine without CPU time nor a fault that shows by chance becomes a difference between versions.

mod differences;
mod gathered;
mod report;
mod side;

pub use report::{GateReport, GateSide, OtherOutcome, PolicyChange, Unsteady};

use std::io;
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use crate::exchange::Outcome;
use crate::testee::limits::no_thread;
use crate::testee::{CallError, Interrupt, Origins, Testee};

use self::differences::{Compared, Pair};
use self::gathered::Gathered;
use self::side::Side;
use super::error::RunError;
use super::hangs::Hangs;
use super::plan::Plan;
use super::queue::Queue;
use super::runner::Progress;
use super::worker::Worker;

/// How many compared stimuli may wait for the collector. Each holds its exchanges in memory.
const AHEAD: usize = 32;

/// Sends the stimuli of the plan to `from` and to `to`, two versions of one testee, and judges both. The known failures of the
/// plan are those of `to`.
///
/// If `interrupt` is tripped, or a testee cannot be restarted, the report holds the results so far and says that it is not
/// complete.
///
/// # Errors
///
/// If there is no testee, or an endpoint cannot listen.
///
/// # Panics
///
/// If `from` has another length than `to`.
pub fn run_gate(
    plan: &Plan,
    from: Vec<Box<dyn Testee>>,
    to: Vec<Box<dyn Testee>>,
    interrupt: &Interrupt,
    mut progress: impl FnMut(Progress),
) -> Result<GateReport, RunError> {
    assert!(from.len() == to.len(), "one for each");
    let begin = Instant::now();
    let infos = match (from.first(), to.first()) {
        (Some(from), Some(to)) => [from.info().clone(), to.info().clone()],
        _ => return Err(RunError::NoTestee),
    };
    let origins = [Arc::new(Origins::default()), Arc::new(Origins::default())];
    let worker = |testee, at: usize| Worker::new(plan, testee, &origins[at]);
    let pairs = from.into_iter().zip(to).map(|(from, to)| {
        let sides = [Side::new(plan, worker(from, 0)?), Side::new(plan, worker(to, 1)?)];
        Ok(Pair::new(plan, sides))
    });
    let pairs: Vec<_> = pairs.collect::<io::Result<_>>().map_err(RunError::Endpoint)?;
    let queue = Queue::new(plan, pairs.len());
    // The queue leaves out what the later version hangs at. The earlier one may hang at something else.
    let hangs = Mutex::new(Hangs::new(&plan.policies));
    let mut gathered = Gathered::new(plan, infos);
    let mut state = Progress { done: 0, total: plan.count(), broken: 0 };
    progress(state);
    thread::scope(|scope| {
        let (sender, compared) = mpsc::sync_channel(AHEAD);
        for mut pair in pairs {
            let sender = sender.clone();
            let (queue, hangs) = (&queue, &hangs);
            let work = thread::Builder::new().spawn_scoped(scope, move || {
                work(&mut pair, queue, hangs, interrupt, &sender);
                pair.finish();
            });
            if let Err(error) = work {
                queue.stop(CallError::CannotRun(no_thread(&error)));
                break;
            }
        }
        // The loop below ends when every sender is gone.
        drop(sender);
        for compared in compared {
            state.done += 1;
            state.broken += usize::from(gathered.take(compared));
            progress(state);
        }
    });
    let cut_short = queue.stopped();
    gathered.leave_out(queue.into_unsent().iter().map(ExactSizeIterator::len).sum());
    let complete = !interrupt.is_tripped() && cut_short.is_none();
    Ok(gathered.finish(complete, cut_short, begin.elapsed()))
}

/// Compares stimuli until the queue is empty, a call cannot be made, or nobody collects.
fn work(
    pair: &mut Pair<'_>,
    queue: &Queue<'_>,
    hangs: &Mutex<Hangs<'_>>,
    interrupt: &Interrupt,
    sender: &SyncSender<Compared>,
) {
    while let Some((index, stimulus)) = queue.next(interrupt) {
        let given_up = |hangs: &Mutex<Hangs<'_>>| {
            hangs.lock().unwrap_or_else(PoisonError::into_inner).is_given_up(&stimulus.aims)
        };
        if given_up(hangs) {
            if sender.send(Compared::unsent()).is_err() {
                break;
            }
            continue;
        }
        match pair.compare(index, &stimulus, interrupt) {
            Ok(compared) => {
                let note = |outcome: &Outcome| {
                    hangs.lock().unwrap_or_else(PoisonError::into_inner).note(&stimulus, outcome);
                };
                compared.outcomes[0].iter().for_each(note);
                compared.outcomes[1].iter().for_each(|outcome| queue.note(&stimulus, outcome));
                if sender.send(compared).is_err() {
                    break;
                }
            }
            Err(error) => {
                queue.stop(error);
                break;
            }
        }
    }
}
