//! How a property is held: from a fixed seed, after what once broke it.

use std::env;
use std::fmt::Debug;
use std::path::Path;

use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngSeed, TestCaseError, TestError, TestRunner,
};

/// The seed of every property, unless `PROPTEST_RNG_SEED` names another.
const SEED: u64 = 20_220_801;

/// How many values are tried on the way to a smaller one.
const SHRINKING: u32 = 2_000;

/// Holds `check` against what once broke it, the seeds in `regressions/<name>.txt`, and against `cases` values of
/// `strategy`, or as many as `PROPTEST_CASES` says.
///
/// # Panics
///
/// If it does not hold, with the smallest value that was found, and how to see it again.
pub(crate) fn holds<S: Strategy>(
    name: &'static str,
    cases: u32,
    strategy: S,
    check: impl Fn(S::Value) -> Result<(), String>,
) where
    S::Value: Debug,
{
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/properties/regressions");
    let file = folder.join(name).with_extension("txt").to_string_lossy().into_owned();
    // Proptest has read both variables by now, where they are set.
    let defaults = Config::default();
    let rng_seed = match defaults.rng_seed {
        RngSeed::Random => RngSeed::Fixed(SEED),
        fixed => fixed,
    };
    let cases = if env::var_os("PROPTEST_CASES").is_some() { defaults.cases } else { cases };
    let config = Config {
        cases,
        rng_seed,
        max_shrink_iters: SHRINKING,
        // Of a smaller contract few values are tried: most of them fail in the same way, or none does.
        max_flat_map_regens: SHRINKING,
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(file.leak()))),
        ..defaults
    };
    let mut runner = TestRunner::new(config);
    let held = runner.run(&strategy, |value| check(value).map_err(TestCaseError::fail));
    let (why, value) = match held {
        Ok(()) => return,
        Err(TestError::Fail(why, value)) => (why, format!("{value:#?}")),
        Err(TestError::Abort(why)) => (why, "nothing could be drawn".to_owned()),
    };
    panic!(
        "{name}: {why}\n\n{value}\n\nAgain: PROPTEST_RNG_SEED={rng_seed} PROPTEST_CASES={cases} \
         cargo test --test properties {name}\nIts own seed now stands in \
         tests/properties/regressions/{name}.txt; commit it with the fix."
    );
}
