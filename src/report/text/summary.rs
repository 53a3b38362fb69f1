//! Writes the end of the text report: counts, known failures, and whether the run is complete.

use std::fmt::Write as _;

use crate::run::{KnownProblem, Report, Verdict};
use crate::terminal_text;

use super::layout::{TEXT, TextOptions, counted, filters, generated};
use super::trust::write_strangers;

/// How many entries of the known failures are shown.
const MOST_KNOWN: usize = 100;

/// Writes the counts, and everything that a reader must know about the run as a whole.
pub(super) fn write_summary(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let summary = report.summary();
    let mut parts = Vec::new();
    for verdict in Verdict::ALL {
        let count = summary.count(verdict);
        if count == 0 && !matches!(verdict, Verdict::Pass | Verdict::Fail) {
            continue;
        }
        let text = format!("{count} {}", verdict.name().replace('_', " "));
        parts.push(match verdict {
            Verdict::Pass if count > 0 => paint.good(text),
            Verdict::Fail if count > 0 => paint.bad(text),
            Verdict::NotExercised => paint.warn(text),
            _ => paint.dim(text),
        });
    }
    let calls = &report.calls;
    let mut told = vec![counted(calls.made(), "call", "calls")];
    for (count, name) in [
        (calls.skipped, "skipped"),
        (calls.crash, "ended in a crash"),
        (calls.timeout, "timed out"),
        (calls.protocol_error, "broke the protocol"),
        (calls.unsent, "not made after hangs"),
    ] {
        if count > 0 {
            told.push(format!("{count} {name}"));
        }
    }
    let _ = writeln!(
        out,
        "{}: {}  {}",
        paint.strong(counted(report.policies.len(), "policy", "policies")),
        parts.join(", "),
        paint.dim(format!("({} in {:.1} s)", told.join(", "), report.elapsed.as_secs_f64()))
    );
    if let Some(text) = generated(report.seed, report.cases) {
        let _ = writeln!(out, "{}", paint.dim(text));
    }
    write_strangers(out, report, paint);
    write_known(out, &report.known, |text| paint.bad(text).to_string());
    write_known(out, &report.not_tried, |text| paint.warn(text).to_string());
    if report.redacted {
        let text = "credentials that wireproof did not give to the testee are shown as *";
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    if !report.filters.is_empty() {
        let _ = writeln!(out, "{}", paint.warn(format!("filtered by {}", filters(report))));
    }
    if let Some(part) = &report.part {
        let more = match report.unmerged.is_some() {
            true => "`wireproof merge` makes the report of the run from those of all shards",
            false => "the other shards are missing",
        };
        let _ = writeln!(out, "{}", paint.warn(format!("{part}: {more}")));
    }
    if let Some(broken) = report.broken().next() {
        let id = broken.policy.id;
        let _ = writeln!(out, "{} wireproof explain {id}", paint.dim("to read the policy:"));
    }
    if let Some(why) = &report.cut_short {
        let why = terminal_text::line(why, TEXT);
        let _ = writeln!(out, "{}", paint.bad(format!("cut short: {why}")));
    }
    let ended = match (&report.cut_short, report.complete) {
        (Some(_), true) => "some failures were not run again",
        (Some(_), false) => "this report is not complete",
        (None, false) => "interrupted: this report is not complete",
        (None, true) => return,
    };
    let _ = writeln!(out, "{}", paint.bad(ended));
}

/// Writes a line for each of these problems, up to [`MOST_KNOWN`].
fn write_known(out: &mut String, problems: &[KnownProblem], paint: impl Fn(String) -> String) {
    for problem in problems.iter().take(MOST_KNOWN) {
        let text = terminal_text::line(&problem.to_string(), TEXT).into_owned();
        let _ = writeln!(out, "{}", paint(text));
    }
    if let Some(more @ 1..) = problems.len().checked_sub(MOST_KNOWN) {
        let _ = writeln!(out, "{}", paint(format!("and {more} more; the JSON report has all")));
    }
}
