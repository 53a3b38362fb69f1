//! The contract that a command uses.

use wireproof::contract::Contract;

use crate::args::ContractArgs;
use crate::failure::Failure;
use crate::input;
use crate::shell::shown;

/// Returns the contract that the arguments name. If they name none, it is the testee's own edition, or else the default.
pub(crate) fn chosen(args: &ContractArgs, testee: Option<&str>) -> Result<Contract, Failure> {
    if let Some(path) = &args.contract {
        let file = input::contract_file(path)?;
        return Contract::from_file(file, args.operation.as_deref())
            .map_err(|error| Failure::usage(format!("{}: {error}", shown(path))));
    }
    match (&args.edition, testee) {
        (Some(edition), _) => Contract::edition(edition).map_err(Failure::usage),
        (None, Some(edition)) => Contract::edition(edition).map_err(|error| {
            Failure::cannot_run(format!(
                "the edition that the testee names: {error}; choose one with --edition"
            ))
        }),
        (None, None) => Ok(Contract::default()),
    }
}
