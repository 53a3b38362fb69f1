//! The contract that a command uses.

use std::path::Path;

use wireproof::contract::{Contract, ContractError};
use wireproof::model::Model;

use crate::args::ContractArgs;
use crate::failure::Failure;
use crate::input;
use crate::shell::shown;

/// Returns the contract that the arguments name. If they name none, it is the testee's own edition, or else the default.
pub(crate) fn chosen(args: &ContractArgs, testee: Option<&str>) -> Result<Contract, Failure> {
    if let Some(path) = &args.contract {
        return of_file(path, args.operation.as_deref());
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

/// Returns the contract for an operation of a model's file.
pub(crate) fn of_file(path: &Path, operation: Option<&str>) -> Result<Contract, Failure> {
    Contract::of_model(model(path)?, operation).map_err(|error| of(path, &error))
}

/// Returns the model of a file.
pub(crate) fn model(path: &Path) -> Result<Model, Failure> {
    Model::read(input::contract_file(path)?).map_err(|error| of(path, &ContractError::Load(error)))
}

/// Returns the failure of a file that is no contract, with the remedy that only the command can name.
pub(crate) fn of(path: &Path, error: &ContractError) -> Failure {
    let remedy = match error {
        ContractError::UnknownOperation { .. } | ContractError::WhichOperation(_) => {
            format!(
                "; `wireproof contract show --contract {}` lists them",
                crate::shell::quoted(path)
            )
        }
        _ => String::new(),
    };
    Failure::usage(format!("{}: {error}{remedy}", shown(path)))
}
