//! Writes the lost calls: those in which the testee died, hung or broke the protocol.

use std::fmt::Write as _;

use crate::exchange::Outcome;
use crate::run::Report;
use crate::terminal_text;

use super::layout::{TEXT, TextOptions, WIDTH, field};

/// How many lost calls are shown without `--verbose`.
const SHOWN: usize = 5;

/// How many lines of a testee's standard error are shown.
const STDERR: usize = 5;

/// Writes the first lost calls, and how many more there are.
pub(super) fn write_lost(out: &mut String, report: &Report, options: &TextOptions) {
    let shown = if options.verbose { usize::MAX } else { SHOWN };
    for problem in report.problems.iter().take(shown) {
        let (name, what) = match &problem.outcome {
            Outcome::Crash { detail } => ("crash", detail.clone()),
            Outcome::ProtocolError { message } => ("protocol error", message.clone()),
            other => (other.name(), other.to_string()),
        };
        let name = match problem.reproduced {
            Some(false) => options.paint.warn(format!("{name}, not reproduced")),
            _ => options.paint.bad(name),
        };
        let _ = writeln!(
            out,
            "  {name}  {}",
            options.paint.strong(terminal_text::line(&problem.stimulus, TEXT))
        );
        field(out, options, "what", &what);
        if problem.reproduced == Some(false) {
            let text = "it did not hang again in a newly started testee with more time, so it breaks no \
                        policy; the machine may have been busy: try fewer --jobs";
            field(out, options, "", text);
        }
        let lines: Vec<_> = problem.stderr.lines().collect();
        let end = &lines[lines.len().saturating_sub(STDERR)..];
        for (i, line) in end.iter().enumerate() {
            let name = if i == 0 { "stderr" } else { "" };
            field(out, options, name, &terminal_text::line(line, WIDTH));
        }
    }
    let calls = &report.calls;
    let lost = calls.crash + calls.timeout + calls.protocol_error;
    if let Some(more @ 1..) = lost.checked_sub(report.problems.len().min(shown)) {
        let _ = writeln!(out, "  and {more} more such calls");
    }
    if lost > 0 {
        out.push('\n');
    }
}
