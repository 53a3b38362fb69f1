//! The arguments that `client` and `gate` share with others.

use std::time::Duration;

use clap::Args;
use wireproof::policy::Level;

use crate::numbers::{Seed, cases, seconds, seed};

/// The arguments that select policies.
#[derive(Debug, Args)]
pub(crate) struct SelectArgs {
    /// Select policies, such as `union.*`; what aims at them is sent, and what else can break them (repeatable)
    #[arg(long = "policy", value_name = "GLOB")]
    pub(crate) policies: Vec<String>,

    /// Skip the policies that match (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) skip: Vec<String>,

    /// Select policies of this level and above: must, should, may
    #[arg(long, value_name = "LEVEL")]
    pub(crate) level: Option<Level>,
}

/// The arguments on the calls that a run makes.
#[derive(Debug, Args)]
pub(crate) struct CallsArgs {
    /// Limit each call to this many seconds
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: Duration,

    /// Generate N stimuli for each policy in addition to the fixed cases, 1000000 at most; 0 sends the fixed cases only
    /// [default: WIREPROOF_CASES, else 20]
    #[arg(long, value_name = "N", value_parser = cases)]
    pub(crate) cases: Option<usize>,

    /// Generate the stimuli from this seed: a number, or `random` for another one in each run, which the report names
    /// [default: 1]
    #[arg(long, value_name = "N", value_parser = seed)]
    pub(crate) seed: Option<Seed>,
}

/// The default directory of the folders of testees.
pub(crate) const TESTEES: &str = "testees";
