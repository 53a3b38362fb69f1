//! The arguments that choose the contract, which several subcommands have.

use std::path::{Path, PathBuf};

use clap::Args;
use wireproof::contract::CONTRACTS;

use crate::embedded;

/// The arguments that choose the contract.
#[derive(Clone, Debug, Args)]
pub(crate) struct ContractArgs {
    // The help lists what is embedded.
    #[arg(long, value_name = "NAME|FILE", help = contract_help())]
    pub(crate) contract: Option<PathBuf>,

    /// Select the operation of that contract, if it has several: its name, or its whole id
    #[arg(long, value_name = "NAME", requires = "contract")]
    pub(crate) operation: Option<String>,

    #[arg(long, value_name = "EDITION", help = edition_help())]
    pub(crate) edition: Option<String>,
}

impl ContractArgs {
    /// Returns the file that `--contract` names, if it does not name an embedded contract.
    pub(crate) fn file(&self) -> Option<&Path> {
        self.contract.as_deref().filter(|path| embedded::named(path).is_none())
    }
}

/// Returns the help of `--contract`, with every embedded contract.
fn contract_help() -> String {
    format!(
        "Select an embedded contract ({}), or use your own: a Smithy JSON AST file, or botocore's service-2.json; each \
         may be gzipped [default: {}]",
        embedded::names(),
        CONTRACTS[0].name
    )
}

/// Returns the help of `--edition`, with every edition of the default contract.
fn edition_help() -> String {
    let names = CONTRACTS[0].edition_names();
    format!(
        "Select the edition of an embedded contract; of {}: {} (docs/editions.md) [default: the testee's own, else the \
         first]",
        CONTRACTS[0].name,
        names.join(", ")
    )
}
