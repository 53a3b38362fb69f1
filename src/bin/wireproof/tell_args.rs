//! The arguments that say what becomes of the report of a run, for `client` and `merge`.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// The format of standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    #[default]
    Text,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct TellArgs {
    /// Save each failure in this directory, for `wireproof replay`
    #[arg(long, value_name = "DIR", default_value = ".wireproof/replays")]
    pub(crate) replays: PathBuf,

    /// Do not save failures
    #[arg(long, conflicts_with = "replays")]
    pub(crate) no_replays: bool,

    /// Fail the run also if a should-policy is broken
    #[arg(long)]
    pub(crate) strict: bool,

    /// Write a report to a file; FORMAT is text, json or junit (repeatable)
    ///
    /// Until the command ends, the report in the file says that it is not complete.
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    pub(crate) reports: Vec<OsString>,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub(crate) format: OutputFormat,

    /// Show only failures and the summary
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Show up to five failures of each policy instead of only the smallest, and each policy that is not applicable
    #[arg(short, long)]
    pub(crate) verbose: bool,
}
