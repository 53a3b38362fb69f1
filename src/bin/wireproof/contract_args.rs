//! The arguments that choose the contract, which several subcommands have.

use std::path::PathBuf;

use clap::Args;
use wireproof::contract::EDITIONS;

/// The arguments that choose the contract.
#[derive(Clone, Debug, Args)]
pub(crate) struct ContractArgs {
    /// Use your own contract: a Smithy JSON AST file, or botocore's service-2.json; each may be gzipped
    #[arg(long, value_name = "FILE", conflicts_with = "edition")]
    pub(crate) contract: Option<PathBuf>,

    /// Select the operation of that contract, if it has several: its name, or its whole id
    #[arg(long, value_name = "NAME", requires = "contract")]
    pub(crate) operation: Option<String>,

    // The help lists what is embedded.
    #[arg(long, value_name = "EDITION", help = edition_help())]
    pub(crate) edition: Option<String>,
}

/// Returns the help of `--edition`, with every edition.
fn edition_help() -> String {
    let names: Vec<_> = EDITIONS.iter().map(|edition| edition.name).collect();
    format!(
        "Select the edition of the embedded contract: {} (docs/editions.md) [default: the testee's own, else {}]",
        names.join(", "),
        names[0]
    )
}
