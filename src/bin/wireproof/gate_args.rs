//! The arguments of `wireproof gate`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::{OsStringValueParser, TypedValueParser as _};

use crate::contract_args::ContractArgs;
use crate::shared_args::{CallsArgs, SelectArgs, TESTEES};
use crate::tell_args::OutputFormat;

#[derive(Debug, Args)]
#[command(
    after_help = "Exits with 1 if the later version breaks a policy by a stimulus by which the earlier one does not, unless \
                  --since names it, and with 0 if not."
)]
pub(crate) struct GateArgs {
    /// Name of a folder under `testees/`
    pub(crate) testee: String,

    /// Earlier version
    #[arg(long, value_name = "VERSION")]
    pub(crate) from: String,

    /// Later version
    #[arg(long, value_name = "VERSION")]
    pub(crate) to: String,

    /// Read from a TOML file which failures of the later version are known (docs/known-failures.md)
    #[arg(long, value_name = "FILE")]
    pub(crate) since: Option<PathBuf>,

    /// Do not call the testee's `setup`: both versions are set up
    #[arg(long)]
    pub(crate) no_setup: bool,

    /// Look for the folders of testees in this directory
    #[arg(
        long,
        value_name = "DIR",
        env = "WIREPROOF_TESTEES",
        default_value = TESTEES,
        value_parser = OsStringValueParser::new().map(PathBuf::from)
    )]
    pub(crate) testees: PathBuf,

    #[command(flatten)]
    pub(crate) contract: ContractArgs,

    #[command(flatten)]
    pub(crate) select: SelectArgs,

    /// Run N testees of each version side by side, 256 at most [default: WIREPROOF_JOBS, else the number of processors,
    /// from 4 to 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) jobs: Option<u16>,

    #[command(flatten)]
    pub(crate) calls: CallsArgs,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,

    /// Show only new failures and the summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Show also the new failures that are known, and every finding and kind of other outcome
    #[arg(short, long)]
    pub(crate) verbose: bool,

    /// Do not show progress
    #[arg(long)]
    pub(crate) no_progress: bool,
}
