//! The contract that a command works by.

use wireproof::contract::Contract;

use crate::args::ContractArgs;
use crate::failure::Failure;
use crate::input;
use crate::shell::shown;

/// The contract that the arguments name; without any, the testee's own edition, else the default one.
pub(crate) fn chosen(args: &ContractArgs, testee: Option<&str>) -> Result<Contract, Failure> {
    if let Some(path) = &args.contract {
        let file = input::file(path)?;
        return Contract::from_smithy(file, args.operation.as_deref())
            .map_err(|error| Failure::usage(format!("{}: {error}", shown(path))));
    }
    match (&args.edition, testee) {
        (Some(edition), _) => Contract::edition(edition).map_err(Failure::usage),
        (None, Some(edition)) => Contract::edition(edition).map_err(|error| {
            Failure::cannot_run(format!("the testee's own edition: {error}; choose with --edition"))
        }),
        (None, None) => Ok(Contract::default()),
    }
}
