//! The test of the suite itself: every mutant must be caught, by the policy that is there for it.
//!
//! The whole suite runs against each mutant, over real sockets, many side by side: most of a run is
//! waiting for answers that come late. What comes of it is the kill [`KillMatrix`].

mod matrix;
mod text;

pub use matrix::{KillMatrix, KillRow, SuiteFault};
pub use text::write_matrix;

use std::ffi::OsString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::contract::Contract;
use crate::policy::{self, Level, Party, Policy};
use crate::reference::mutants::{Mutant, MutantClient};
use crate::run::{Plan, RunError, run};
use crate::suite::{Stimuli, Suite};
use crate::testee::limits::no_thread;
use crate::testee::protocol::HelloRequest;
use crate::testee::{InProcess, Interrupt, Subprocess, SubprocessSpec, Testee};

/// What a self-test runs.
#[derive(Clone, Debug)]
pub struct Selftest {
    /// The mutants.
    pub mutants: Vec<&'static Mutant>,
    /// How many run side by side.
    pub jobs: usize,
    /// How long a call may take.
    pub deadline: Duration,
    /// The program that is a mutant as a process of its own, for those that die or hang: the name
    /// of the mutant is added as its last argument.
    pub program: Vec<OsString>,
}

impl Selftest {
    /// Runs it. `progress` hears how many runs are over, of how many. Where `interrupt` is tripped
    /// meanwhile, the matrix holds the runs that were over by then.
    ///
    /// # Errors
    ///
    /// Where a testee does not start, or an endpoint cannot listen.
    pub fn run(
        &self,
        interrupt: &Interrupt,
        progress: impl Fn(usize, usize) + Sync,
    ) -> Result<KillMatrix, RunError> {
        let plan = plan(self.deadline);
        // The client without a fault goes first: if it is accused, nothing else counts.
        let testees: Vec<Option<&'static Mutant>> =
            [None].into_iter().chain(self.mutants.iter().copied().map(Some)).collect();
        let results = Mutex::new(Vec::new());
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        progress(0, testees.len());
        thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, testees.len()) {
                let started = thread::Builder::new().spawn_scoped(scope, || {
                    while let Some(mutant) = testees.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let result = self.row(&plan, *mutant, interrupt);
                        let failed = !matches!(result, Ok(Some(_)));
                        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
                        if failed {
                            next.store(testees.len(), Ordering::Relaxed);
                        }
                        progress(done.fetch_add(1, Ordering::Relaxed) + 1, testees.len());
                    }
                });
                if let Err(error) = started {
                    next.store(testees.len(), Ordering::Relaxed);
                    let error = Err(RunError::CannotRun(no_thread(&error)));
                    results.lock().unwrap_or_else(PoisonError::into_inner).push(error);
                }
            }
        });
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        let rows = results.into_iter().filter_map(Result::transpose);
        let rows = rows.collect::<Result<Vec<KillRow>, RunError>>()?;
        let complete = rows.len() == testees.len();
        Ok(KillMatrix::new(rows, complete, &plan.policies))
    }

    /// Runs the suite against one of them; against the reference client without a fault where none is
    /// named.
    fn row(
        &self,
        plan: &Plan,
        mutant: Option<&'static Mutant>,
        interrupt: &Interrupt,
    ) -> Result<Option<KillRow>, RunError> {
        let report = run(plan, vec![self.testee(plan, mutant, interrupt)?], interrupt, |_| {})?;
        if let Some(why) = report.cut_short {
            return Err(RunError::CannotRun(why));
        }
        Ok(report.complete.then(|| KillRow::new(mutant, &report)))
    }

    fn testee(
        &self,
        plan: &Plan,
        mutant: Option<&'static Mutant>,
        interrupt: &Interrupt,
    ) -> Result<Box<dyn Testee>, RunError> {
        let client = match mutant {
            None => MutantClient::faultless(),
            Some(mutant) if mutant.in_process => MutantClient::new(mutant),
            Some(mutant) => {
                let hello = HelloRequest::of(&plan.contract);
                let program = self.program.iter().cloned().chain([mutant.name.into()]);
                let mut spec = SubprocessSpec::new(program, hello);
                spec.interrupt = interrupt.clone();
                return Ok(Box::new(Subprocess::start(spec)?));
            }
        };
        Ok(Box::new(InProcess::new(client).with_interrupt(interrupt)))
    }
}

/// The whole suite by the edition that the reference client was built from, and every policy that a
/// client can break.
fn plan(deadline: Duration) -> Plan {
    let contract = Contract::default();
    let binding =
        |policy: &&'static Policy| policy.party() == Party::Client && policy.level != Level::May;
    let policies: Vec<_> = policy::catalogue().iter().copied().filter(binding).collect();
    let suite = Suite::embedded();
    let cases = suite.select(contract.edition_name(), &policies);
    let stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
    // What a mutant is made to do need not be confirmed.
    Plan { deadline, confirm: false, ..Plan::new(contract, policies, stimuli) }
}
