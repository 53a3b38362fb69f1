//! Writes the report of a gate as text, for people.

use std::fmt::Write as _;

use crate::exchange::Exchange;
use crate::report::excerpt::excerpt;
use crate::report::text::{
    NAME, TextOptions, WIDTH, counted, field, generated, title, write_exchange, write_finding,
    write_rule,
};
use crate::run::{GateReport, PolicyChange};
use crate::terminal_text;

/// How many findings of a change, and how many kinds of other outcomes, are shown without `--verbose`.
const FINDINGS: usize = 3;
const KINDS: usize = 12;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Which version breaks a policy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Breaks {
    Later,
    Earlier,
}

/// Writes what only the later version breaks, what only the earlier one breaks, the other differences between outcomes, and the
/// counts.
pub fn write_gate(report: &GateReport, options: &TextOptions) -> String {
    let mut out = String::new();
    let paint = options.paint;
    let [from, to] = [&report.from, &report.to].map(|side| title(&side.testee));
    let operation = terminal_text::line(&report.contract.operation, NAME);
    let edition =
        report.contract.edition.map_or_else(String::new, |name| format!(", edition {name}"));
    let _ = writeln!(out, "{} → {}, {operation}{edition}\n", paint.strong(from), paint.strong(to));
    let writer = Writer { options };
    writer.changes(&mut out, "NEW", "new failures", &report.new, Breaks::Later);
    if options.verbose {
        writer.changes(
            &mut out,
            "known",
            "new failures that are known",
            &report.known,
            Breaks::Later,
        );
    }
    if !options.quiet {
        writer.changes(&mut out, "FIXED", "fixed", &report.fixed, Breaks::Earlier);
        writer.others(&mut out, report);
    }
    summary(&mut out, report, options);
    out
}

struct Writer<'a> {
    options: &'a TextOptions,
}

impl Writer<'_> {
    fn changes(
        &self,
        out: &mut String,
        mark: &str,
        heading: &str,
        changes: &[PolicyChange],
        breaks: Breaks,
    ) {
        if changes.is_empty() {
            return;
        }
        let (options, paint) = (self.options, self.options.paint);
        write_rule(
            out,
            paint,
            &format!("{heading}: {}", counted(changes.len(), "policy", "policies")),
        );
        for change in changes {
            let (policy, count) = (change.policy, counted(change.count, "exchange", "exchanges"));
            let (mark, when) = match breaks {
                Breaks::Later => (paint.bad(mark), "not before"),
                Breaks::Earlier => (paint.good(mark), "not any more"),
            };
            let id = paint.strong(policy.id);
            let elsewhere = match (change.elsewhere, breaks) {
                (0, _) => String::new(),
                (others, breaks) => {
                    let other = match breaks {
                        Breaks::Later => "earlier",
                        Breaks::Earlier => "later",
                    };
                    let others = counted(others, "other", "others");
                    format!("; the {other} version breaks it by {others}")
                }
            };
            let by = paint.dim(format!("broken by {count}, {when}{elsewhere}"));
            let _ = writeln!(out, "  {mark}  {id}  {}  {by}", paint.dim(policy.level));
            field(out, options, "policy", policy.summary);
            let shown = if options.verbose { usize::MAX } else { FINDINGS };
            for finding in change.findings.iter().take(shown) {
                write_finding(out, options, finding);
            }
            if let Some(more @ 1..) = change.findings.len().checked_sub(shown) {
                field(out, options, "", &format!("(and {more} more findings, with --verbose)"));
            }
            out.push('\n');
            field(out, options, "case", &change.case);
            match breaks {
                Breaks::Later => {
                    write_exchange(out, options, &change.to, change.findings.iter(), false);
                    self.beside(out, "before", &change.to, &change.from);
                }
                Breaks::Earlier => {
                    write_exchange(out, options, &change.from, change.findings.iter(), false);
                    self.beside(out, "after", &change.from, &change.to);
                }
            }
        }
    }

    /// Writes what the other version sent, if that differs, and its outcome, directly below an exchange.
    fn beside(&self, out: &mut String, name: &str, shown: &Exchange, other: &Exchange) {
        out.truncate(out.trim_end().len());
        out.push('\n');
        fn sent(exchange: &Exchange) -> Option<(&str, &str, &[u8])> {
            exchange.request().map(|first| (&*first.method, &*first.target, &*first.body))
        }
        let mut name = name;
        if sent(shown) != sent(other) {
            match other.request() {
                None => field(out, self.options, name, "sent nothing"),
                Some(request) => {
                    let line = format!("sent {} {}", request.method, request.target);
                    field(out, self.options, name, &line);
                    if !request.body.is_empty() {
                        field(out, self.options, "", &excerpt(&request.body, None, WIDTH).line);
                    }
                }
            }
            name = "";
        }
        let outcome = other.outcome().map(ToString::to_string).unwrap_or_default();
        field(out, self.options, name, &excerpt(outcome.as_bytes(), None, WIDTH * 2).line);
        out.push('\n');
    }

    fn others(&self, out: &mut String, report: &GateReport) {
        if report.other.is_empty() {
            return;
        }
        let (options, paint) = (self.options, self.options.paint);
        let kinds = counted(report.other.len(), "kind", "kinds");
        write_rule(out, paint, &format!("other outcomes, which no policy tells apart: {kinds}"));
        let shown = if options.verbose { usize::MAX } else { KINDS };
        for kind in report.other.iter().take(shown) {
            let count = paint.warn(format!("{} ×", kind.count));
            let [before, after] = [&kind.difference.first, &kind.difference.second]
                .map(|text| terminal_text::line(text, WIDTH * 2));
            let _ = writeln!(out, "  {count}  {before} → {after}");
            field(out, options, "case", &kind.case);
            write_exchange(out, options, &kind.to, std::iter::empty(), false);
            self.beside(out, "before", &kind.to, &kind.from);
        }
        if let Some(more @ 1..) = report.other.len().checked_sub(shown) {
            let _ = writeln!(out, "  and {more} more kinds, with --verbose\n");
        }
    }
}

fn summary(out: &mut String, report: &GateReport, options: &TextOptions) {
    let paint = options.paint;
    let new = counted(report.new.len(), "new failure", "new failures");
    let new = if report.new.is_empty() { paint.good(new) } else { paint.bad(new) };
    let known = match report.known.len() {
        0 => String::new(),
        count => format!(", {count} new and known"),
    };
    let other: usize = report.other.iter().map(|kind| kind.count).sum();
    let all = counted(report.compared, "exchange", "exchanges");
    let _ = writeln!(
        out,
        "{new}{known}, {} fixed; {other} of {all} have another outcome that no policy tells apart (in {:.1} s)",
        report.fixed.len(),
        report.elapsed.as_secs_f64()
    );
    let unsteady = &report.unsteady;
    let cases = unsteady.cases.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let [from, to] = [&report.from, &report.to].map(|side| side.lost);
    let notes = [
        generated(report.seed, report.cases),
        (unsteady.count > 0).then(|| {
            let count = counted(unsteady.count, "exchange differs", "exchanges differ");
            format!("{count} by chance, and not between the versions: {cases}")
        }),
        (report.skipped > 0).then(|| {
            let count = counted(report.skipped, "exchange was", "exchanges were");
            format!("{count} not compared: one version cannot hold the input")
        }),
        (report.unsent > 0).then(|| format!("{} not sent after hangs", report.unsent)),
        (from > 0).then(|| {
            format!("{from} lost by the earlier version: it died, hung or broke the protocol")
        }),
        (to > 0).then(|| {
            format!("{to} lost by the later version: it died, hung or broke the protocol")
        }),
        report.cut_short.as_ref().map(|why| format!("cut short: {why}")),
        (!report.complete && report.cut_short.is_none()).then(|| "interrupted".to_owned()),
    ];
    for note in notes.into_iter().flatten() {
        let _ = writeln!(out, "{}", paint.dim(terminal_text::line(&note, WIDTH * 4)));
    }
    if let Some(change) = report.new.first() {
        let _ = writeln!(
            out,
            "{} wireproof explain {}",
            paint.dim("to read the policy:"),
            change.policy.id
        );
    }
}
