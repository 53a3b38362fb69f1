//! The test of the suite itself: the policy of each mutant must catch it, in a run of all policies and in a run of that
//! policy alone.
//!
//! All fixed cases run against each mutant over real sockets, and then the mutant's own policy alone. No stimuli are
//! generated: the fixed cases alone must catch every mutant. Many mutants run at the same time, because a run mostly waits
//! for slow responses. The result is the [`KillMatrix`].

mod matrix;
mod text;

pub use matrix::{KillMatrix, KillRow, SuiteFault};
pub use text::write_matrix;

use std::collections::HashMap;
use std::ffi::OsString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::contract::Contract;
use crate::policy::{self, Level, Party, Policy};
use crate::reference::mutants::{Mutant, MutantClient};
use crate::run::{Plan, Report, RunError, run};
use crate::suite::{Case, Stimuli, Suite};
use crate::testee::limits::no_thread;
use crate::testee::protocol::HelloRequest;
use crate::testee::{InProcess, Interrupt, Subprocess, SubprocessSpec, Testee};

/// The settings of a self-test.
#[derive(Clone, Debug)]
pub struct Selftest {
    /// The mutants.
    pub mutants: Vec<&'static Mutant>,
    /// The number of mutants that run at the same time.
    pub jobs: usize,
    /// How long a call may take.
    pub deadline: Duration,
    /// The program that runs a mutant in its own process, for mutants that die or hang. The name of the mutant is added
    /// as its last argument.
    pub program: Vec<OsString>,
}

impl Selftest {
    /// Runs the self-test. `progress` gets the number of finished runs and the number of all runs. If `interrupt` is
    /// tripped, the matrix holds the runs that are finished.
    ///
    /// # Errors
    ///
    /// If a testee does not start, or if an endpoint cannot listen.
    pub fn run(
        &self,
        interrupt: &Interrupt,
        progress: impl Fn(usize, usize) + Sync,
    ) -> Result<KillMatrix, RunError> {
        let binding = |policy: &&'static Policy| {
            policy.party() == Party::Client && policy.level != Level::May
        };
        let suite = Suite::embedded();
        let contract = Contract::default();
        let policies: Vec<_> = policy::catalogue().iter().copied().filter(binding).collect();
        let plan = self.plan(&suite.select_for_run(&contract, &policies), policies.clone());
        let alone = suite.select_for_each_run(&contract, &policies).into_iter().zip(&policies);
        let alone: HashMap<&str, Vec<&Case>> =
            alone.map(|(cases, policy)| (policy.id, cases)).collect();
        // The client without a fault comes first: if a policy accuses it, the other results mean nothing.
        let mut testees: Vec<Option<&'static Mutant>> =
            [None].into_iter().chain(self.mutants.iter().copied().map(Some)).collect();
        // Those that die or hang take longest. Begun last, they would keep one thread busy while the others have ended.
        testees.sort_by_key(|mutant| mutant.is_some_and(|mutant| mutant.in_process));
        let results = Mutex::new(Vec::new());
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        progress(0, testees.len());
        thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, testees.len()) {
                let started = thread::Builder::new().spawn_scoped(scope, || {
                    while let Some(mutant) = testees.get(next.fetch_add(1, Ordering::Relaxed)) {
                        let result = self.row(&plan, &alone, *mutant, interrupt);
                        let failed = !matches!(result, Ok(Some(_)));
                        results.lock().unwrap_or_else(PoisonError::into_inner).push(result);
                        // One failure or an interrupt ends the self-test, so the other threads find no more work.
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

    /// Runs the suite against a mutant, or against the client without a fault if `mutant` is `None`.
    fn row(
        &self,
        plan: &Plan,
        alone: &HashMap<&str, Vec<&Case>>,
        mutant: Option<&'static Mutant>,
        interrupt: &Interrupt,
    ) -> Result<Option<KillRow>, RunError> {
        let Some(report) = self.report(plan, mutant, interrupt)? else { return Ok(None) };
        let mut row = KillRow::new(mutant, &report);
        // What its policy catches in a run of all policies, a run of that policy alone must catch, too. Others may catch it
        // only by chance: a fault of framing leaves no time for a large body.
        let own = mutant.map(|mutant| mutant.policy).filter(|own| row.is_caught_by(own));
        if let Some((own, cases)) = own.and_then(|own| alone.get_key_value(own)) {
            let policies = plan.policies.iter().copied().filter(|policy| policy.id == *own);
            let alone = self.plan(cases, policies.collect());
            let Some(report) = self.report(&alone, mutant, interrupt)? else { return Ok(None) };
            row.missed_alone = report.broken().next().is_none();
        }
        Ok(Some(row))
    }

    /// Runs a plan against a mutant. Returns `None` if the run is interrupted.
    fn report(
        &self,
        plan: &Plan,
        mutant: Option<&'static Mutant>,
        interrupt: &Interrupt,
    ) -> Result<Option<Report>, RunError> {
        let report = run(plan, vec![self.testee(plan, mutant, interrupt)?], interrupt, |_| {})?;
        match report.cut_short {
            Some(why) => Err(RunError::CannotRun(why)),
            None => Ok(report.complete.then_some(report)),
        }
    }

    /// Plans a run of these cases and policies for the default edition, which the reference client is built from. Nothing
    /// is generated: the fixed cases alone must catch every mutant.
    fn plan(&self, cases: &[&Case], policies: Vec<&'static Policy>) -> Plan {
        let stimuli: Stimuli = cases.iter().map(|case| case.stimulus.clone()).collect();
        let plan = Plan::new(Contract::default(), policies, stimuli);
        // A hang of a mutant is intended, so it needs no confirmation.
        Plan { deadline: self.deadline, confirm: false, ..plan }
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
