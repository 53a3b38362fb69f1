//! Writes the broken policies: what is wrong, the exchange that shows it, and the command that replays it.

use std::fmt::Write as _;

use crate::policy::Finding;
use crate::report::excerpt::excerpt;
use crate::run::{Failure, PolicyReport, Report, Verdict};
use crate::terminal_text;

use super::exchange::write_exchange;
use super::layout::{FIELD, TextOptions, WIDTH, counted, exchanges, field, write_rule};
use super::policies::verdict_mark;

/// How many findings of a failure are shown.
const FINDINGS: usize = 10;

/// Writes the broken policies, and with `--verbose` the policies of level *may* that are not kept. Policies with the
/// same exchange are written together, because one fault often breaks several.
pub(super) fn write_broken(out: &mut String, report: &Report, options: &TextOptions) {
    let mut groups: Vec<(&str, Vec<(&PolicyReport, &Failure)>)> = Vec::new();
    let observed = report.with_verdict(Verdict::Observed).filter(|_| options.verbose);
    for policy in report.broken().chain(observed) {
        let shown = if options.verbose { policy.failures.len() } else { 1 };
        for failure in policy.failures.iter().take(shown) {
            match groups.iter_mut().find(|(stimulus, _)| *stimulus == failure.stimulus) {
                Some((_, members)) => members.push((policy, failure)),
                None => groups.push((&failure.stimulus, vec![(policy, failure)])),
            }
        }
    }
    for (stimulus, mut members) in groups {
        members.sort_by_key(|(_, failure)| !failure.aimed);
        write_rule(out, options.paint, stimulus);
        for (policy, failure) in &members {
            write_findings(out, options, policy, failure);
        }
        if let Some((_, failure)) = members.first() {
            let findings = members.iter().flat_map(|(_, failure)| &failure.findings);
            write_exchange(out, options, &failure.exchange, findings, false);
            write_reproduction(out, options, failure);
        }
    }
}

/// Writes how to see the failure again.
fn write_reproduction(out: &mut String, options: &TextOptions, failure: &Failure) {
    let length = out.len();
    if let Some(shrunk) = failure.shrunk {
        let (size, calls) = (failure.size(), counted(shrunk.calls, "call", "calls"));
        let text = format!("shrunk from {} bytes on the wire to {size}, in {calls}", shrunk.from);
        field(out, options, "", &text);
    }
    match (&failure.recorded.before[..], failure.recorded.reproduced) {
        (_, Some(false)) => {
            let text = "it did not fail again in a newly started testee";
            field(out, options, "", text);
            if failure.doubtful {
                let text = "another process may have sent this: it does not fail the run";
                field(out, options, "", text);
            }
        }
        ([], _) => {}
        (before, _) => {
            let calls = counted(before.len(), "call", "calls");
            field(out, options, "", &format!("it fails after {calls} of the same session"));
        }
    }
    if let Some(replay) = &failure.replay {
        // The command is never cut, since it could not be run then.
        let name = options.paint.dim(format!("{:<FIELD$}", "replay"));
        let _ = writeln!(out, "        {name}{}", terminal_text::line(replay, usize::MAX));
    }
    if out.len() > length {
        out.push('\n');
    }
}

/// Writes one failure of a policy, with its exchange.
#[cfg(feature = "junit")]
pub(in crate::report) fn write_failure(
    out: &mut String,
    options: &TextOptions,
    policy: &PolicyReport,
    failure: &Failure,
) {
    field(out, options, "case", &failure.stimulus);
    write_findings(out, options, policy, failure);
    write_exchange(out, options, &failure.exchange, failure.findings.iter(), false);
}

fn write_findings(
    out: &mut String,
    options: &TextOptions,
    policy: &PolicyReport,
    failure: &Failure,
) {
    let paint = options.paint;
    let by = if policy.verdict == Verdict::Observed { "not kept in" } else { "broken by" };
    let _ = writeln!(
        out,
        "  {} {}  {}  {}",
        verdict_mark(policy, paint),
        paint.strong(policy.policy.id),
        paint.dim(policy.policy.level),
        paint.dim(format!("{by} {} of {}", policy.failed, exchanges(policy.exercised)))
    );
    field(out, options, "policy", policy.policy.summary);
    for finding in failure.findings.iter().take(FINDINGS) {
        write_finding(out, options, finding);
    }
    if let Some(more @ 1..) = failure.findings.len().checked_sub(FINDINGS) {
        field(out, options, "", &format!("(and {more} more findings, in the JSON report)"));
    }
    out.push('\n');
}

/// Writes one finding: the path, the message, and the expected and the actual value.
pub(in crate::report) fn write_finding(out: &mut String, options: &TextOptions, finding: &Finding) {
    if !finding.path.as_str().is_empty() {
        field(out, options, "path", finding.path.as_str());
    }
    field(out, options, "finding", &finding.message);
    for (name, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
        if let Some(value) = value {
            field(out, options, name, &excerpt(value.as_bytes(), None, WIDTH * 2).line);
        }
    }
    if let Some(note) = &finding.note {
        field(out, options, "note", note);
    }
}
