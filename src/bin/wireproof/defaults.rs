//! What a run does if the user does not say: how many testees run side by side, and which stimuli are generated.

use std::env;
use std::hash::{BuildHasher as _, RandomState};
use std::num::NonZero;
use std::ops::RangeInclusive;
use std::thread;

use wireproof::run::{Plan, Shard};
use wireproof::testee::limits;

use crate::failure::Failure;
use crate::numbers::{self, Seed};
use crate::shell::shown;

/// The least and the most testees that run side by side by default. A run of the fixed cases waits for 9 s in all, so with
/// fewer it takes longer than it must. More save little time, and each testee of an SDK takes memory.
const JOBS: RangeInclusive<usize> = 4..=16;

/// The least number of the embedded reference client, which takes no process.
const IN_PROCESS: usize = 8;

/// How many stimuli are generated for each policy by default.
const CASES: usize = 20;

/// The seed of a run without `--seed`. It is fixed, so that two runs are about the same stimuli.
const SEED: u64 = 1;

/// How many testees of a kind run side by side.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Jobs {
    /// As many as the user says.
    Said(usize),
    /// As many as suit the machine.
    Default,
}

impl Jobs {
    /// Returns the number for a plan, not more than it has stimuli. `open_files` is the limit of open files. For each job
    /// `testees_each` testees run, `in_process` if they take no process. A default is no reason to fail, so it keeps to that
    /// limit, and it starts no testee that would have next to nothing to do.
    pub(crate) fn of(
        self,
        plan: &Plan,
        open_files: Option<u64>,
        testees_each: usize,
        in_process: bool,
    ) -> usize {
        if let Self::Said(jobs) = self {
            return jobs.min(plan.stimuli.len());
        }
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let least = if in_process { IN_PROCESS } else { *JOBS.start() };
        let most = processors.clamp(least, *JOBS.end()).min(plan.useful_testees());
        let fits = |jobs: &usize| limits::check_open_files(open_files, testees_each * jobs).is_ok();
        (1..=most).rev().find(fits).unwrap_or(1)
    }
}

/// Returns how many testees run side by side: by `--jobs`, else by `WIREPROOF_JOBS`.
pub(crate) fn jobs(said: Option<u16>) -> Result<Jobs, Failure> {
    let said = match said {
        Some(jobs) => Some(jobs.into()),
        None => from_environment("JOBS", numbers::jobs)?,
    };
    Ok(said.map_or(Jobs::Default, Jobs::Said))
}

/// Returns how many stimuli are generated for each policy: by `--cases`, else by `WIREPROOF_CASES`.
pub(crate) fn cases(said: Option<usize>) -> Result<usize, Failure> {
    match said {
        Some(cases) => Ok(cases),
        None => Ok(from_environment("CASES", numbers::cases)?.unwrap_or(CASES)),
    }
}

/// Returns the seed of the generated stimuli. If there are none, only a seed that the user gives is reported.
///
/// # Errors
///
/// If the shards of a run would draw seeds of their own.
pub(crate) fn seed(
    said: Option<Seed>,
    shard: Option<Shard>,
    cases: usize,
) -> Result<Option<u64>, Failure> {
    match (said, shard) {
        (Some(Seed::Fixed(seed)), _) => Ok(Some(seed)),
        (Some(Seed::Random), Some(shard)) => Err(Failure::usage(format!(
            "--shard {shard}: with --seed random, every shard would make other stimuli; give all shards the same number, \
             such as --seed 1"
        ))),
        // The hasher's keys are the only randomness in the standard library. Six digits are easy to type again.
        (Some(Seed::Random), None) => Ok(Some(RandomState::new().hash_one("seed") % 1_000_000)),
        (None, _) => Ok((cases > 0).then_some(SEED)),
    }
}

/// Reads the environment variable `WIREPROOF_<name>`. One that is empty counts as not set.
fn from_environment<T>(
    name: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Option<T>, Failure> {
    let name = format!("WIREPROOF_{name}");
    let Some(value) = env::var_os(&name).filter(|value| !value.is_empty()) else {
        return Ok(None);
    };
    // What is not text is not a number either.
    let value = shown(value);
    read(&value).map(Some).map_err(|why| Failure::usage(format!("{name}={value}: {why}")))
}
