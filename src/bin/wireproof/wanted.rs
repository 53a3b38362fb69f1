//! What the user wants from a run of `client` or `gate`, and the plan of it.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use wireproof::contract::Contract;
use wireproof::generate::Generator;
use wireproof::model::TimestampFormat;
use wireproof::policy::{self, Party, Policy};
use wireproof::run::{ExitStatus, KnownFailures, Plan, Shard};
use wireproof::suite::{Stimuli, StimulusSource as _, Suite};
use wireproof::testee::Interrupt;
use wireproof::value::Timestamp;

use crate::failure::Failure;
use crate::shared_args::{CallsArgs, SelectArgs};
use crate::shell::shown;
use crate::{defaults, input, select};

/// What the user wants from the run. The contract is separate, because the testee may name its edition.
pub(crate) struct Wanted {
    policies: Vec<&'static Policy>,
    pub(crate) known: KnownFailures,
    pub(crate) cases: usize,
    seed: Option<u64>,
    deadline: Duration,
    filters: Vec<(String, String)>,
    min_exercised: Option<usize>,
    shard: Option<Shard>,
}

impl Wanted {
    /// Returns what these arguments ask for. `known_failures` is the file of known failures, if there is one.
    pub(crate) fn of(
        select: &SelectArgs,
        calls: &CallsArgs,
        known_failures: Option<&Path>,
        shard: Option<Shard>,
    ) -> Result<Self, Failure> {
        let known = known_failures.map(read_known_failures).transpose()?.unwrap_or_default();
        let cases = defaults::cases(calls.cases)?;
        let clients =
            policy::catalogue().iter().copied().filter(|policy| policy.party() == Party::Client);
        Ok(Self {
            policies: select::policies(select, clients)?,
            known,
            cases,
            seed: defaults::seed(calls.seed, shard, cases)?,
            deadline: calls.timeout,
            filters: select::filters(select),
            min_exercised: None,
            shard,
        })
    }

    /// Returns the same, if that many policies must be judged for the run to count.
    pub(crate) fn with_min_exercised(self, min_exercised: Option<usize>) -> Self {
        Self { min_exercised, ..self }
    }

    /// Refuses a selection without a policy on clients.
    pub(crate) fn check_policies(&self) -> Result<(), Failure> {
        match self.policies.is_empty() {
            true => Err(Failure::nothing("no policy on clients is selected")),
            false => Ok(()),
        }
    }

    /// Returns the plan of a run by this contract: with its fixed cases, if it is an embedded one, and with generated stimuli.
    pub(crate) fn plan(&self, contract: Contract, interrupt: &Interrupt) -> Result<Plan, Failure> {
        let suite = Suite::of_contract(&contract);
        let cases = suite.select_for_run(&contract, &self.policies);
        let mut stimuli: Stimuli = cases.into_iter().map(|case| case.stimulus.clone()).collect();
        if let Some(seed) = self.seed.filter(|_| self.cases > 0) {
            let stop = || interrupt.is_tripped();
            let policies = &self.policies;
            let source = Generator::interruptible(&contract, policies, self.cases, seed, &stop);
            let Some(source) = source else { return Err(interrupted()) };
            if let Some(why) = source.obstacle() {
                return Err(Failure::usage(format!("no stimuli can be generated: {why}")));
            }
            // The fixed cases show what a testee can tell; there are none for the user's own contract.
            let shown = match contract.edition_name() {
                None if !source.is_empty() => source.and_showing(&stop),
                _ => Some(source),
            };
            let Some(source) = shown else { return Err(interrupted()) };
            stimuli = stimuli.and(Arc::new(source));
        }
        if stimuli.is_empty() {
            return Err(Failure::nothing(self.why_nothing(&contract)));
        }
        Ok(Plan { known: self.known.clone(), shrink: true, ..self.with(contract, stimuli) })
    }

    /// Returns the plan of a run that sends nothing.
    pub(crate) fn empty_plan(&self, contract: &Contract) -> Plan {
        self.with(contract.clone(), Stimuli::default())
    }

    fn with(&self, contract: Contract, stimuli: Stimuli) -> Plan {
        Plan {
            deadline: self.deadline,
            filters: self.filters.clone(),
            min_exercised: self.min_exercised,
            seed: self.seed,
            cases: self.cases,
            shard: self.shard,
            ..Plan::new(contract, self.policies.clone(), stimuli)
        }
    }

    /// Returns why there is no stimulus for what is selected.
    fn why_nothing(&self, contract: &Contract) -> String {
        // What the operation has nothing for is the same with any cases.
        let lacking: Option<Vec<_>> =
            self.policies.iter().map(|policy| policy.lacks(contract)).collect();
        if let Some([first, ..]) = lacking.as_deref() {
            let operation = contract.operation();
            return format!(
                "nothing that is selected is applicable to {}: {first}",
                operation.name()
            );
        }
        match contract.edition_name() {
            Some(edition) => format!("no case aims at what is selected, in edition {edition}"),
            None if self.cases == 0 => {
                "the fixed cases are for the embedded contracts only; for your own \
                 contract, generate stimuli: leave out --cases 0"
                    .to_owned()
            }
            None => "no stimulus can be generated for what is selected, by this contract; select \
                     other policies"
                .to_owned(),
        }
    }
}

/// Returns the failure of a run that was interrupted before its first call.
fn interrupted() -> Failure {
    let message = "interrupted before the first call".to_owned();
    Failure { status: ExitStatus::Interrupted, message }
}

/// The largest size of a file of known failures, and what to do if one is larger.
const KNOWN_LIMIT: u64 = KnownFailures::MAX_SIZE as u64;
const KNOWN_REMEDY: &str = "let one entry cover many policies and cases, by patterns";

fn read_known_failures(path: &Path) -> Result<KnownFailures, Failure> {
    let name = shown(path);
    let text = String::from_utf8(input::file_up_to(path, KNOWN_LIMIT, KNOWN_REMEDY)?).map_err(
        |error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|byte| **byte == b'\n').count() + 1;
            Failure::usage(format!("{name}:{line}: it is not UTF-8; save it as UTF-8"))
        },
    )?;
    KnownFailures::read(&name, &text, &today()).map_err(Failure::usage)
}

/// Returns the present day in UTC: `2026-11-25`.
fn today() -> String {
    let moment = Timestamp::of_system_time(SystemTime::now());
    let text = moment.map(|moment| moment.format(TimestampFormat::DateTime)).unwrap_or_default();
    text.chars().take(10).collect()
}
