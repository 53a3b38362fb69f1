//! `wireproof explain`: prints the page of one policy.

use wireproof::contract::Contract;
use wireproof::report::write_policy;
use wireproof::run::ExitStatus;

use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::{contract, select, terminal};

pub(crate) fn run(args: &ExplainArgs) -> Result<ExitStatus, Failure> {
    let policy = select::one(&args.policy)?;
    let mut page = write_policy(policy, &Contract::default(), terminal::paint());
    if args.contract.contract.is_some() || args.contract.edition.is_some() {
        let contract = contract::chosen(&args.contract, None)?;
        let operation = contract.operation().name();
        let edition =
            contract.edition_name().map_or(String::new(), |name| format!(" in edition {name}"));
        let told = match policy.lacks(&contract) {
            None => "The policy applies.".to_owned(),
            Some(need) => format!("The policy does not apply: {need}."),
        };
        let title = terminal::paint().strong(format!("By {operation}{edition}"));
        page.push_str(&format!("\n{title}\n\n  {told}\n"));
    }
    terminal::print(&page)?;
    Ok(ExitStatus::Holds)
}
