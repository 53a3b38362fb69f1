//! The test of the suite itself: the policy of each mutant must catch it, in a run of all policies and in a run of that
//! policy alone.
//!
//! All fixed cases run against each mutant of the typed client over real sockets, and then the mutant's own policy alone. No
//! stimuli are generated for them: the fixed cases alone must catch every mutant. The mutants of the generic client get the
//! generated corners of a made-up contract. The other embedded contracts have no mutants: the client without a fault must pass
//! their fixed cases. Many mutants run at the same time, because a run mostly waits
//! for slow responses. The result is the [`KillMatrix`].

mod matrix;
mod subject;
mod text;

use subject::{Subject, binding_policies, operations};

pub use matrix::{KillMatrix, KillRow, SuiteFault};
pub use text::write_matrix;

use std::ffi::OsString;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::policy::Policy;
use crate::reference::mutants::{Mutant, MutantClient};
use crate::run::{Plan, Report, RunError, run};
use crate::suite::Stimuli;
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
        let subjects: Vec<Subject> = operations(&self.mutants).map(Subject::of).collect();
        // The clients without a fault come first: if a policy accuses one, the other results mean nothing.
        let others: Vec<_> = Subject::without_mutants().collect();
        let faultless = subjects.iter().chain(&others).map(|subject| (subject, None));
        let with_fault = self.mutants.iter().filter_map(|mutant| {
            let subject = subjects.iter().find(|subject| subject.operation == mutant.operation)?;
            Some((subject, Some(*mutant)))
        });
        let mut testees: Vec<(&Subject, Option<&'static Mutant>)> =
            faultless.chain(with_fault).collect();
        // Those that die or hang take longest. Begun last, they would keep one thread busy while the others have ended.
        testees.sort_by_key(|(_, mutant)| mutant.is_some_and(|mutant| mutant.in_process));
        let results = Mutex::new(Vec::new());
        let (next, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
        progress(0, testees.len());
        thread::scope(|scope| {
            for _ in 0..self.jobs.clamp(1, testees.len()) {
                let started = thread::Builder::new().spawn_scoped(scope, || {
                    while let Some((subject, mutant)) =
                        testees.get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        let result = self.row(subject, *mutant, interrupt);
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
        Ok(KillMatrix::new(rows, complete, &binding_policies()))
    }

    /// Runs the suite against a mutant, or against the client without a fault if `mutant` is `None`.
    fn row(
        &self,
        subject: &Subject,
        mutant: Option<&'static Mutant>,
        interrupt: &Interrupt,
    ) -> Result<Option<KillRow>, RunError> {
        let plan = self.plan(subject, subject.policies.clone(), subject.stimuli(mutant));
        let Some(report) = self.report(&plan, mutant, interrupt)? else { return Ok(None) };
        let mut row = KillRow::new(mutant, &report);
        // What its policy catches in a run of all policies, a run of that policy alone must catch, too. Others may catch it
        // only by chance: a fault of framing leaves no time for a large body.
        let own = mutant.map(|mutant| mutant.policy).filter(|own| row.is_caught_by(own));
        if let Some(own) = own {
            let policies = subject.policies.iter().copied().filter(|policy| policy.id == own);
            let alone = self.plan(subject, policies.collect(), subject.stimuli_alone(own));
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

    /// Plans a run of these stimuli and policies.
    fn plan(&self, subject: &Subject, policies: Vec<&'static Policy>, stimuli: Stimuli) -> Plan {
        let plan = Plan::new(subject.contract.clone(), policies, stimuli);
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
            None if plan.contract.is_default() => MutantClient::faultless(),
            None => MutantClient::faultless_for(plan.contract.clone()),
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
