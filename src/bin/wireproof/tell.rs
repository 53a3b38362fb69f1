//! Tells the result of a run: the report files, standard output, and the exit status.

use wireproof::report::{self, TextOptions, write_text};
use wireproof::run::{ExitStatus, Report};

use crate::failure::Failure;
use crate::reports::Reports;
use crate::tell_args::{OutputFormat, TellArgs};
use crate::terminal;

/// Writes every report, even if one cannot be written, prints it, and returns the exit status.
pub(crate) fn run(
    args: &TellArgs,
    reports: Reports<'_>,
    report: &Report,
) -> Result<ExitStatus, Failure> {
    let status = ExitStatus::of(report, args.strict);
    let mut failures = reports.end(report);
    failures.extend(print(args, report).err());
    if let Some(why) = why(status, report) {
        terminal::complain(&why);
    }
    let interrupted = |failure: &Failure| failure.status == ExitStatus::Interrupted;
    let interrupted = status == ExitStatus::Interrupted || failures.iter().any(interrupted);
    let Some(last) = failures.pop() else { return Ok(status) };
    complain_of(failures);
    match interrupted {
        true => Err(Failure { status: ExitStatus::Interrupted, ..last }),
        false => Err(last),
    }
}

/// Prints these failures to standard error.
pub(crate) fn complain_of(failures: Vec<Failure>) {
    failures.iter().for_each(|failure| terminal::complain(&failure.message));
}

/// Returns why the run ends with this status, if the report itself does not show it.
fn why(status: ExitStatus, report: &Report) -> Option<String> {
    let judged = report.judged();
    match status {
        ExitStatus::CannotRun if report.cut_short.is_some() => report.cut_short.clone(),
        ExitStatus::CannotRun if report.calls.told() > 0 && report.against.is_some() => Some(
            "the second testee reported no outcome: it skipped every call, or broke the protocol"
                .to_owned(),
        ),
        ExitStatus::CannotRun => Some(
            "no call could be judged: in every one the testee died, hung or broke the protocol"
                .to_owned(),
        ),
        ExitStatus::NothingJudged if judged == 0 && report.strangers.dropped > 0 => Some(format!(
            "no policy was judged, and wireproof dropped {} connections of other processes; if the testee's client runs \
             outside of its process tree, let the driver itself make no request",
            report.strangers.dropped
        )),
        ExitStatus::NothingJudged if report.part.is_some() => Some(
            "no policy was judged: no stimulus of these shards shows one; merge the reports of more shards".to_owned(),
        ),
        ExitStatus::NothingJudged if judged == 0 => Some(
            "no policy was judged: no selected policy applies to what the testee did; select more policies".to_owned(),
        ),
        ExitStatus::NothingJudged => {
            let judged = format!(
                "{judged} {} judged",
                if judged == 1 { "policy was" } else { "policies were" }
            );
            Some(match report.min_exercised {
                Some(least) => format!("{judged}, and --min-exercised asks for {least}"),
                None => format!(
                    "{judged} of {} selected; fewer than half do not count as a success, unless \
                     --min-exercised allows it",
                    report.policies.len()
                ),
            })
        }
        _ => None,
    }
}

fn print(args: &TellArgs, report: &Report) -> Result<(), Failure> {
    let format = match args.format {
        OutputFormat::Text => None,
        OutputFormat::Json => report::format("json"),
    };
    match format {
        Some(format) => terminal::print(&String::from_utf8_lossy(&(format.write)(report))),
        None => {
            let &TellArgs { quiet, verbose, .. } = args;
            let options = TextOptions { paint: terminal::paint(), verbose, quiet };
            terminal::print(&write_text(report, &options))
        }
    }
}
