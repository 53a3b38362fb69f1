//! Reads the numbers of the command line.

/// The seed of the generated stimuli.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seed {
    Fixed(u64),
    /// Drawn when the run begins.
    Random,
}

/// Reads a seed.
pub(crate) fn seed(text: &str) -> Result<Seed, String> {
    match text {
        "random" => Ok(Seed::Random),
        _ => text
            .parse()
            .map(Seed::Fixed)
            .map_err(|_| format!("a number from 0 to {}, or `random`, expected", u64::MAX)),
    }
}

/// The most stimuli that may be generated for a policy. A run cannot send more in a day.
const MAX_CASES: usize = 1_000_000;

/// Reads the number of testees that run side by side.
pub(crate) fn jobs(text: &str) -> Result<usize, String> {
    let jobs = text.parse().ok().filter(|jobs| (1..=256).contains(jobs));
    jobs.ok_or_else(|| "a number from 1 to 256 expected".to_owned())
}

/// Reads the number of stimuli to generate for each policy.
pub(crate) fn cases(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(cases) if cases <= MAX_CASES => Ok(cases),
        _ => Err(format!(
            "a number from 0 to {MAX_CASES} expected; for more, run again with another --seed"
        )),
    }
}

/// Reads a number of seconds. Fractions are allowed.
pub(crate) fn seconds(text: &str) -> Result<std::time::Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "a number of seconds expected".to_owned())?;
    if !(0.001..=86_400.0).contains(&seconds) {
        return Err("from 0.001 to 86400 seconds expected".to_owned());
    }
    Ok(std::time::Duration::from_secs_f64(seconds))
}
