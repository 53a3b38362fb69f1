//! `wireproof merge`: makes the report of a run from the reports of its shards.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;
use wireproof::json::Json;
use wireproof::report::SavedReport;
use wireproof::run::{ExitStatus, merge};
use wireproof::terminal_text;
use wireproof::testee::Interrupt;

use crate::args::OutputFormat;
use crate::failure::Failure;
use crate::replays::{self, Origin};
use crate::reports::{self, InputFile, Reports};
use crate::shell::shown;
use crate::tell::{self, Telling};
use crate::{input, signals, terminal};

#[derive(Debug, Args)]
#[command(after_help = "Exits as `wireproof client` does after a run without --shard.")]
pub(crate) struct MergeArgs {
    /// Reports of the shards, as `wireproof client --shard K/N --report json=FILE` writes them
    #[arg(value_name = "REPORT.json", required = true)]
    shards: Vec<PathBuf>,

    /// Merge although shards are missing; the report says which shards it is of
    #[arg(long)]
    partial: bool,

    /// Save each failure in this directory, for `wireproof replay`
    #[arg(long, value_name = "DIR", default_value = ".wireproof/replays")]
    replays: PathBuf,

    /// Do not save failures
    #[arg(long, conflicts_with = "replays")]
    no_replays: bool,

    /// Fail also if a should-policy is broken
    #[arg(long)]
    strict: bool,

    /// Write the merged report to a file; FORMAT is text, json or junit (repeatable)
    #[arg(long = "report", value_name = "FORMAT=PATH")]
    reports: Vec<OsString>,

    /// Choose the format of standard output
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: OutputFormat,

    /// Show only failures and the summary
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Show up to five failures of each policy instead of only the smallest
    #[arg(short, long)]
    verbose: bool,
}

/// Merges the reports, writes and prints the result, and returns the exit status of the run.
pub(crate) fn run(args: &MergeArgs) -> Result<ExitStatus, Failure> {
    let inputs: Vec<_> =
        args.shards.iter().map(|path| InputFile::new("the shard's", path)).collect();
    let wishes = reports::wishes(&args.reports, &inputs)?;
    let mut shards = Vec::new();
    for path in &args.shards {
        let (text, name) = (input::json_file(path)?, shown(path));
        let shard = SavedReport::read_shard(&text, &name);
        shards.push(shard.map_err(|error| Failure::usage(format!("{name}: {error}")))?);
    }
    let origin = shards.first().map(|shard| shard.unmerged.origin.clone());
    let origin = Origin::from_json(&origin.unwrap_or(Json::Null))?;
    let mut report = merge(shards, args.partial)
        .map_err(|error| Failure::usage(terminal_text::inline(&error.to_string())))?;
    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    if !args.no_replays
        && let Some(complaint) = replays::save(&args.replays, &origin, &mut report)
    {
        // The merge goes on, and its exit status is that of the verdicts.
        terminal::warn(&complaint);
    }
    let reports = Reports::begin(wishes, &report, &interrupt)?;
    let &MergeArgs { strict, format, quiet, verbose, .. } = args;
    tell::run(Telling { strict, format, quiet, verbose }, reports, &report)
}
