//! The contract that a command uses.

use std::path::Path;

use wireproof::contract::{CONTRACTS, Contract, ContractError};
use wireproof::model::Model;
use wireproof::terminal_text;

use crate::args::ContractArgs;
use crate::embedded;
use crate::failure::Failure;
use crate::input;
use crate::shell::shown;

/// Returns the contract that the arguments name. If they name none, it is the default one. Its edition is that of the
/// arguments, else the testee's own, else the default.
pub(crate) fn chosen(args: &ContractArgs, testee: Option<&str>) -> Result<Contract, Failure> {
    let operation = args.operation.as_deref();
    let embedded = match &args.contract {
        None => &CONTRACTS[0],
        Some(path) => match embedded::named(path) {
            Some(embedded) => embedded,
            None if args.edition.is_some() => {
                check_name(path)?;
                return Err(Failure::usage(format!(
                    "--edition goes with an embedded contract ({}), and --contract names the file {}; leave out --edition",
                    embedded::names(),
                    shown(path)
                )));
            }
            None => return of_file(path, operation),
        },
    };
    let chosen = |edition| Contract::embedded(embedded.name, edition);
    let contract = match (args.edition.as_deref(), testee) {
        (Some(edition), _) => chosen(Some(edition)).map_err(Failure::usage),
        (None, Some(edition)) => chosen(Some(edition)).map_err(|error| {
            Failure::cannot_run(format!(
                "the edition that the testee names: {error}; choose one with --edition"
            ))
        }),
        (None, None) => chosen(None).map_err(Failure::usage),
    }?;
    check_operation(&contract, operation, embedded.name)?;
    Ok(contract)
}

/// Refuses an operation that is not the one of an embedded contract, which the user has named `name`.
pub(crate) fn check_operation(
    contract: &Contract,
    operation: Option<&str>,
    name: &str,
) -> Result<(), Failure> {
    let own = contract.operation();
    match operation {
        Some(wanted) if wanted != own.name() && wanted != own.id().as_str() => {
            Err(Failure::usage(format!(
                "{name} is of {}, and not of `{}`; leave out --operation, or name a file",
                own.name(),
                terminal_text::inline(wanted)
            )))
        }
        _ => Ok(()),
    }
}

/// Returns the contract for an operation of a model's file.
pub(crate) fn of_file(path: &Path, operation: Option<&str>) -> Result<Contract, Failure> {
    Contract::of_model(model(path)?, operation).map_err(|error| of(path, &error))
}

/// Returns the model of a file.
pub(crate) fn model(path: &Path) -> Result<Model, Failure> {
    Model::read(file(path)?).map_err(|error| of(path, &ContractError::Load(error)))
}

/// Returns the bytes of a model's file.
pub(crate) fn file(path: &Path) -> Result<Vec<u8>, Failure> {
    check_name(path)?;
    input::contract_file(path)
}

/// Refuses what looks like a name and is no file. The message has the names that there are.
fn check_name(path: &Path) -> Result<(), Failure> {
    let plain = path.components().count() == 1 && path.extension().is_none();
    if !plain || path.exists() {
        return Ok(());
    }
    let shown = shown(path);
    Err(Failure::usage(match embedded::named(path) {
        Some(_) => format!(
            "`{shown}` is an embedded contract, and there is no file of this name; name a file"
        ),
        None => format!(
            "`{shown}` is neither a file nor an embedded contract; the embedded contracts are {}",
            embedded::names()
        ),
    }))
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
