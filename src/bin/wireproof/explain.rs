//! `wireproof explain`: prints the page of one policy.

use wireproof::contract::Contract;
use wireproof::report::write_policy;
use wireproof::run::ExitStatus;

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::{select, terminal};

pub(crate) fn run(args: &ExplainArgs) -> Result<ExitStatus, Failure> {
    let policy = select::one(&args.policy)?;
    terminal::print(&write_policy(policy, &Contract::default(), terminal::paint()))?;
    Ok(ExitStatus::Holds)
}
