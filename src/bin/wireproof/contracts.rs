//! `wireproof contract`: shows a contract, compares two, and takes one out of a model.

use std::path::Path;

use wireproof::contract::{CONTRACTS, Contract, ContractError, EmbeddedContract};
use wireproof::json::Json;
use wireproof::model::Model;
use wireproof::report::{
    contract_to_json, diff_to_json, write_contract, write_diff, write_operations,
};
use wireproof::run::ExitStatus;
use wireproof::terminal_text;

use crate::contracts_args::{
    ContractDiffArgs, ContractImportArgs, ContractShowArgs, ContractsArgs, ContractsCommand,
};
use crate::failure::Failure;
use crate::shell::shown;
use crate::tell_args::OutputFormat;
use crate::{contract, embedded, output_file, terminal};

pub(crate) fn run(args: &ContractsArgs) -> Result<ExitStatus, Failure> {
    match &args.command {
        ContractsCommand::Show(args) => show(args),
        ContractsCommand::Diff(args) => diff(args),
        ContractsCommand::Import(args) => import(args),
    }
}

fn show(args: &ContractShowArgs) -> Result<ExitStatus, Failure> {
    let file = args.contract.file().filter(|_| args.contract.edition.is_none());
    if let (Some(path), None) = (file, &args.contract.operation) {
        let model = contract::model(path)?;
        if model.operations().nth(1).is_some() {
            Contract::check_protocol(&model).map_err(|error| contract::of(path, &error))?;
            return show_operations(&model, args.format);
        }
        let contract =
            Contract::of_model(model, None).map_err(|error| contract::of(path, &error))?;
        return show_one(&contract, args.format);
    }
    show_one(&contract::chosen(&args.contract, None)?, args.format)
}

fn show_one(contract: &Contract, format: OutputFormat) -> Result<ExitStatus, Failure> {
    terminal::print(&match format {
        OutputFormat::Text => write_contract(contract, terminal::paint()),
        OutputFormat::Json => printed(&contract_to_json(contract)),
    })?;
    Ok(ExitStatus::Holds)
}

/// Lists the operations of a model that has several.
fn show_operations(model: &Model, format: OutputFormat) -> Result<ExitStatus, Failure> {
    terminal::print(&match format {
        OutputFormat::Text => write_operations(model, terminal::paint()),
        OutputFormat::Json => {
            let names = model.operations().map(|operation| Json::from(operation.id().as_str()));
            let streams = model.operations().filter(|operation| operation.event_stream().is_some());
            let streams = streams.map(|operation| Json::from(operation.id().as_str()));
            printed(&Json::object([
                ("operations", Json::Array(names.collect())),
                ("with_event_streams", Json::Array(streams.collect())),
            ]))
        }
    })?;
    Ok(ExitStatus::Holds)
}

fn diff(args: &ContractDiffArgs) -> Result<ExitStatus, Failure> {
    let operation = args.operation.as_deref();
    let (first, second) = (side(&args.first, operation)?, side(&args.second, operation)?);
    let changes = first.changes_to(&second);
    let (from, to) = (shown(&args.first), shown(&args.second));
    let (names, contracts) = ((from.as_str(), to.as_str()), (&first, &second));
    terminal::print(&match args.format {
        OutputFormat::Text => write_diff(names, contracts, &changes, terminal::paint()),
        OutputFormat::Json => printed(&diff_to_json(names, contracts, &changes)),
    })?;
    let breaks = changes.iter().any(|change| change.breaks.is_some());
    Ok(if breaks { ExitStatus::Broken } else { ExitStatus::Holds })
}

/// Returns the embedded contract of this name, which may be `NAME@EDITION`, the edition of the default contract of this
/// name, or else the contract of this file.
fn side(name: &Path, operation: Option<&str>) -> Result<Contract, Failure> {
    let text = name.to_str().unwrap_or_default();
    let embedded = match text.split_once('@') {
        Some((contract, edition)) => {
            EmbeddedContract::of_name(contract).map(|found| (found, Some(edition)))
        }
        None if CONTRACTS[0].edition(text).is_some() => Some((&CONTRACTS[0], Some(text))),
        None => EmbeddedContract::of_name(text).map(|found| (found, None)),
    };
    if let Some((found, edition)) = embedded {
        let one = Contract::embedded(found.name, edition).map_err(Failure::usage)?;
        contract::check_operation(&one, operation, &shown(name))?;
        return Ok(one);
    }
    if !name.exists() {
        return Err(Failure::usage(format!(
            "`{}` is neither a file nor an embedded contract or edition; the contracts are {} (NAME@EDITION for an \
             edition), and the editions of {} are {}",
            shown(name),
            embedded::names(),
            CONTRACTS[0].name,
            CONTRACTS[0].edition_names().join(", ")
        )));
    }
    contract::of_file(name, operation)
}

fn import(args: &ContractImportArgs) -> Result<ExitStatus, Failure> {
    let inputs = std::slice::from_ref(&args.file);
    let target = args.output.as_deref();
    let target = target.map(|path| output_file::target(path, "model", inputs)).transpose()?;
    let contract = contract::of_file(&args.file, args.operation.as_deref())?;
    let file = contract.operation().to_smithy();
    // What is printed must be what this command reads.
    Contract::from_smithy(file.to_string(), None)
        .map_err(|error| unreadable(&args.file, &error))?;
    let text = file.to_pretty() + "\n";
    match target {
        None => terminal::print_json(&text)?,
        Some(target) => output_file::write(&target, text.as_bytes())?,
    }
    Ok(ExitStatus::Holds)
}

fn unreadable(path: &Path, error: &ContractError) -> Failure {
    Failure::cannot_run(format!(
        "{}: the contract that was made of it cannot be read: {error}; this is a bug in wireproof",
        shown(path)
    ))
}

/// Returns JSON as it is printed.
fn printed(json: &Json) -> String {
    terminal_text::json(&json.to_pretty()).into_owned() + "\n"
}
