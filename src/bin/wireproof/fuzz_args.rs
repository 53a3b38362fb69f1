//! The arguments of `wireproof fuzz`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::contract_args::ContractArgs;

#[derive(Debug, Args)]
pub(crate) struct FuzzArgs {
    #[command(subcommand)]
    pub(crate) command: FuzzCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FuzzCommand {
    /// Write a crate for cargo-fuzz: a target that judges your decoder, with a dictionary and seeds of the contract
    Init(FuzzInitArgs),
}

#[derive(Debug, Args)]
pub(crate) struct FuzzInitArgs {
    /// Folder to write the crate to; it must be empty, or not there yet
    pub(crate) dir: PathBuf,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    /// Depend on this checkout of wireproof [default: the published version]
    #[arg(long, value_name = "DIR")]
    pub(crate) wireproof: Option<PathBuf>,
}
