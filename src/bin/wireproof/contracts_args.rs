//! The arguments of `wireproof contract`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::contract_args::ContractArgs;
use crate::tell_args::OutputFormat;

#[derive(Debug, Args)]
pub(crate) struct ContractsArgs {
    #[command(subcommand)]
    pub(crate) command: ContractsCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ContractsCommand {
    /// Show an operation: where each member travels, its errors, its shapes; of a model's file without --operation, its
    /// operations
    Show(ContractShowArgs),
    /// Show what changed between two editions, contracts or files, and what of it breaks clients or servers that are in use
    Diff(ContractDiffArgs),
    /// Take one operation with its shapes out of a model, and print it as Smithy JSON AST
    Import(ContractImportArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ContractShowArgs {
    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
}

#[derive(Debug, Args)]
#[command(after_help = "Exits with 1 if a change breaks somebody, and with 0 if none does.")]
pub(crate) struct ContractDiffArgs {
    /// Earlier contract: an edition of disassociate-user, NAME or NAME@EDITION of an embedded contract, or a model's file
    #[arg(value_name = "A")]
    pub(crate) first: PathBuf,

    /// Later contract
    #[arg(value_name = "B")]
    pub(crate) second: PathBuf,

    /// Select the operation of files that have several: its name, or its whole id
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,
}

#[derive(Debug, Args)]
pub(crate) struct ContractImportArgs {
    /// Smithy JSON AST file, or botocore's service-2.json; each may be gzipped
    pub(crate) file: PathBuf,

    /// Select the operation, if the model has several: its name, or its whole id
    #[arg(long, value_name = "NAME")]
    pub(crate) operation: Option<String>,

    /// Write the contract to this file [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
}
