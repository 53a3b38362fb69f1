//! The arguments that `client` and `gate` share with others.

use clap::Args;
use wireproof::policy::Level;

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

/// The default directory of the folders of testees.
pub(crate) const TESTEES: &str = "testees";
