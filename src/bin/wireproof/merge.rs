//! `wireproof merge`: makes the report of a run from the reports of its shards.

use wireproof::json::Json;
use wireproof::report::SavedReport;
use wireproof::run::{ExitStatus, MergeError, Merger};
use wireproof::terminal_text;
use wireproof::testee::Interrupt;

use crate::failure::Failure;
use crate::merge_args::MergeArgs;
use crate::replays::{self, Origin};
use crate::reports::{self, InputFile, Reports};
use crate::shell::shown;
use crate::{input, signals, tell, terminal};

/// Merges the reports, writes and prints the result, and returns the exit status of the run.
pub(crate) fn run(args: &MergeArgs) -> Result<ExitStatus, Failure> {
    let inputs: Vec<_> =
        args.shards.iter().map(|path| InputFile::new("the shard's", path)).collect();
    let wishes = reports::wishes(&args.tell.reports, &inputs)?;
    let wrong = |error: MergeError| Failure::usage(terminal_text::inline(&error.to_string()));
    let (mut merger, mut origin) = (Merger::default(), None);
    for path in &args.shards {
        let (text, name) = (input::json_file(path)?, shown(path));
        let shard = SavedReport::read_shard(&text, &name)
            .map_err(|error| Failure::usage(format!("{name}: {error}")))?;
        origin.get_or_insert_with(|| shard.unmerged.origin.clone());
        merger.add(shard).map_err(wrong)?;
    }
    let origin = Origin::from_json(&origin.unwrap_or(Json::Null))?;
    let mut report = merger.finish(args.partial).map_err(wrong)?;
    let interrupt = Interrupt::new();
    signals::listen(&interrupt)?;
    if !args.tell.no_replays
        && let Some(complaint) = replays::save(&args.tell.replays, &origin, &mut report)
    {
        // The merge goes on, and its exit status is that of the verdicts.
        terminal::warn(&complaint);
    }
    let reports = Reports::begin(wishes, &report, &interrupt)?;
    tell::run(&args.tell, reports, &report)
}
