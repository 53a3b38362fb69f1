//! Writes a comparison as text, for people.

use std::fmt::Write as _;

use crate::policy::{Level, find};
use crate::report::paint::Paint;
use crate::report::saved::{SavedPolicy, SavedReport};
use crate::report::text::{NAME, counted};
use crate::run::Verdict;
use crate::terminal_text;

use super::{Comparison, Outcomes, PolicyPair};

/// How many characters of a message or an outcome are shown.
const TEXT: usize = 160;

/// How many kinds of differences between outcomes are shown.
const KINDS: usize = 20;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes the comparison as text.
pub fn write_comparison(comparison: &Comparison<'_>, paint: Paint) -> String {
    let mut out = String::new();
    for (name, report) in [("A", comparison.first), ("B", comparison.second)] {
        let _ = writeln!(out, "{}  {}", paint.strong(name), about(report, paint));
    }
    out.push('\n');
    for caveat in &comparison.caveats {
        let text = format!("{}: {}", terminal_text::line(&caveat.differs, TEXT), caveat.means);
        let _ = writeln!(out, "{} {text}", paint.warn("warning:"));
    }
    if !comparison.caveats.is_empty() {
        out.push('\n');
    }
    let width = widest(comparison);
    let writer = Policies { paint, width };
    writer.write(&mut out, "New failures", &comparison.new, true);
    writer.write(&mut out, "Fixed", &comparison.fixed, false);
    writer.write(&mut out, "Broken in both", &comparison.both, false);
    writer.write(&mut out, "Judged in one only", &comparison.in_one, false);
    write_outcomes(&mut out, &comparison.outcomes, paint);
    write_summary(&mut out, comparison, paint);
    out
}

/// Describes the testee and the contract of a report.
fn about(report: &SavedReport, paint: Paint) -> String {
    let mut text = paint.strong(terminal_text::line(&report.title(), NAME));
    if let Some(language) = &report.testee.language {
        let _ = write!(text, " ({})", terminal_text::line(language, NAME));
    }
    let _ = write!(text, ", {}", terminal_text::line(&report.contract.operation, NAME));
    if let Some(edition) = &report.contract.edition {
        let _ = write!(text, ", edition {}", terminal_text::line(edition, NAME));
    }
    if let Some(started) = &report.started {
        let _ = write!(text, "  {}", paint.dim(terminal_text::line(started, NAME)));
    }
    text
}

fn widest(comparison: &Comparison<'_>) -> usize {
    let lists = [&comparison.new, &comparison.fixed, &comparison.both, &comparison.in_one];
    lists.into_iter().flatten().map(|policy| policy.id().len().min(NAME)).max().unwrap_or(0)
}

struct Policies {
    paint: Paint,
    /// How many columns an id takes.
    width: usize,
}

impl Policies {
    /// Writes a heading with the count, and a line for each policy.
    fn write(&self, out: &mut String, heading: &str, policies: &[PolicyPair<'_>], explain: bool) {
        if policies.is_empty() {
            return;
        }
        let paint = self.paint;
        let _ = writeln!(out, "{}", paint.strong(format!("{heading}: {}", policies.len())));
        for policy in policies {
            let level = policy.latest().map_or(Level::May, |policy| policy.level);
            let id = terminal_text::line(policy.id(), NAME);
            let width = self.width;
            let _ = writeln!(
                out,
                "  {}  {id:<width$}  {} → {}",
                paint.dim(format!("{level:<6}")),
                self.side(policy.first),
                self.side(policy.second)
            );
            if explain {
                self.explain(out, policy);
            }
        }
        out.push('\n');
    }

    /// Describes the result of a policy in one report.
    fn side(&self, policy: Option<&SavedPolicy>) -> String {
        let Some(policy) = policy else { return self.paint.dim("not selected") };
        let (failed, exercised) = (policy.failed, policy.exercised);
        match policy.verdict {
            Verdict::Fail => self.paint.bad(format!("broken by {failed} of {exercised}")),
            Verdict::KnownFailure => {
                self.paint.warn(format!("broken by {failed} of {exercised}, as known"))
            }
            Verdict::Pass => self.paint.good("pass"),
            verdict => self.paint.dim(verdict.name().replace('_', " ")),
        }
    }

    /// Writes the policy, and the first failure of the second report.
    fn explain(&self, out: &mut String, policy: &PolicyPair<'_>) {
        let mut field = |name: &str, text: &str| field(out, self.paint, name, text);
        if let Some(policy) = find(policy.id()) {
            field("policy", policy.summary);
        }
        let Some(failure) = policy.second.and_then(|policy| policy.failures.first()) else {
            return;
        };
        if let Some(finding) = failure.findings.first() {
            field("finding", &finding.message);
            for (name, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
                if let Some(value) = value {
                    field(name, value);
                }
            }
        }
        field("case", &failure.case);
        if let Some(outcome) = &failure.exchange.outcome {
            field("outcome", &outcome.to_string());
        }
    }
}

/// Writes a line with a detail of the line above it.
fn field(out: &mut String, paint: Paint, name: &str, text: &str) {
    let name = paint.dim(format!("{name:<10}"));
    let _ = writeln!(out, "          {name}{}", terminal_text::line(text, TEXT));
}

fn write_outcomes(out: &mut String, outcomes: &Outcomes<'_>, paint: Paint) {
    if outcomes.groups.is_empty() {
        return;
    }
    let heading = format!(
        "Other outcomes for the same exchange: {} of {}",
        outcomes.other(),
        outcomes.compared
    );
    let _ = writeln!(out, "{}", paint.strong(heading));
    let width = outcomes.groups.first().map_or(1, |group| group.cases.len().to_string().len());
    for group in outcomes.groups.iter().take(KINDS) {
        let (first, second) = (&group.difference.first, &group.difference.second);
        let count = format!("{:>width$} ×", group.cases.len());
        let _ = writeln!(
            out,
            "  {}  {} → {}",
            paint.warn(count),
            terminal_text::line(first, TEXT),
            terminal_text::line(second, TEXT)
        );
        if let Some((case, first, second)) = group.cases.first() {
            let (case, first, second) = (*case, first.to_string(), second.to_string());
            for (name, text) in [("case", case), ("A", &first), ("B", &second)] {
                field(out, paint, name, text);
            }
        }
    }
    if let Some(more @ 1..) = outcomes.groups.len().checked_sub(KINDS) {
        let _ = writeln!(out, "  and {more} more kinds, with --format json");
    }
    out.push('\n');
}

fn write_summary(out: &mut String, comparison: &Comparison<'_>, paint: Paint) {
    let new = counted(comparison.new.len(), "new failure", "new failures");
    let new = if comparison.new.is_empty() { paint.good(new) } else { paint.bad(new) };
    let outcomes = &comparison.outcomes;
    let compared = match outcomes.compared {
        0 => "no exchange is in both reports".to_owned(),
        all => format!(
            "{} of {} have another outcome",
            outcomes.other(),
            counted(all, "exchange", "exchanges")
        ),
    };
    let _ = writeln!(
        out,
        "{new}, {} fixed, {} broken in both; {compared}",
        comparison.fixed.len(),
        comparison.both.len()
    );
    if outcomes.skipped > 0 {
        let skipped = counted(outcomes.skipped, "exchange was", "exchanges were");
        let text = format!("{skipped} not compared: one of the two cannot hold the input");
        let _ = writeln!(out, "{}", paint.dim(text));
    }
    if let Some(policy) = comparison.new.first() {
        let id = terminal_text::line(policy.id(), NAME);
        let _ = writeln!(out, "{} wireproof explain {id}", paint.dim("to read the policy:"));
    }
}
