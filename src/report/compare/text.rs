//! A comparison for people.

use std::fmt::Write as _;

use crate::plain;
use crate::policy::{Level, find};
use crate::report::Paint;
use crate::report::saved::{SavedPolicy, SavedReport};
use crate::report::text::{NAME, counted};
use crate::run::Verdict;

use super::{Comparison, LawPair, Outcomes};

/// How many characters of a text are shown: a message, an outcome.
const TEXT: usize = 160;

/// How many kinds of other outcomes are shown.
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
        let text = format!("{}: {}", plain::line(&caveat.differs, TEXT), caveat.means);
        let _ = writeln!(out, "{} {text}", paint.warn("warning:"));
    }
    if !comparison.caveats.is_empty() {
        out.push('\n');
    }
    let width = widest(comparison);
    let writer = Laws { paint, width };
    writer.write(&mut out, "New failures", &comparison.new, true);
    writer.write(&mut out, "Fixed", &comparison.fixed, false);
    writer.write(&mut out, "Broken in both", &comparison.both, false);
    writer.write(&mut out, "Judged in one only", &comparison.in_one, false);
    write_outcomes(&mut out, &comparison.outcomes, paint);
    write_summary(&mut out, comparison, paint);
    out
}

/// Whose report it is.
fn about(report: &SavedReport, paint: Paint) -> String {
    let mut text = paint.strong(plain::line(&report.title(), NAME));
    if let Some(language) = &report.language {
        let _ = write!(text, " ({})", plain::line(language, NAME));
    }
    let _ = write!(text, ", {}", plain::line(&report.operation, NAME));
    if let Some(edition) = &report.edition {
        let _ = write!(text, ", edition {}", plain::line(edition, NAME));
    }
    if let Some(started) = &report.started {
        let _ = write!(text, "  {}", paint.dim(plain::line(started, NAME)));
    }
    text
}

fn widest(comparison: &Comparison<'_>) -> usize {
    let lists = [&comparison.new, &comparison.fixed, &comparison.both, &comparison.in_one];
    lists.into_iter().flatten().map(|law| law.id().len().min(NAME)).max().unwrap_or(0)
}

struct Laws {
    paint: Paint,
    /// How many columns an id takes.
    width: usize,
}

impl Laws {
    /// A heading with the count, and a line a law.
    fn write(&self, out: &mut String, heading: &str, laws: &[LawPair<'_>], explain: bool) {
        if laws.is_empty() {
            return;
        }
        let paint = self.paint;
        let _ = writeln!(out, "{}", paint.strong(format!("{heading}: {}", laws.len())));
        for law in laws {
            let level = law.latest().map_or(Level::May, |policy| policy.level);
            let id = plain::line(law.id(), NAME);
            let width = self.width;
            let _ = writeln!(
                out,
                "  {}  {id:<width$}  {} → {}",
                paint.dim(format!("{level:<6}")),
                self.side(law.first),
                self.side(law.second)
            );
            if explain {
                self.explain(out, law);
            }
        }
        out.push('\n');
    }

    /// What one report says of a law.
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

    /// The law, and the first failure of the second report.
    fn explain(&self, out: &mut String, law: &LawPair<'_>) {
        let mut field = |name: &str, text: &str| field(out, self.paint, name, text);
        if let Some(policy) = find(law.id()) {
            field("law", policy.summary);
        }
        let Some(failure) = law.second.and_then(|policy| policy.failures.first()) else { return };
        if let Some(finding) = failure.findings.first() {
            field("finding", &finding.message);
            for (name, value) in [("expected", &finding.expected), ("actual", &finding.actual)] {
                if let Some(value) = value {
                    field(name, value);
                }
            }
        }
        field("case", &failure.case);
        field("outcome", &failure.exchange.outcome.to_string());
    }
}

/// A line that says more of what stands above it.
fn field(out: &mut String, paint: Paint, name: &str, text: &str) {
    let name = paint.dim(format!("{name:<10}"));
    let _ = writeln!(out, "          {name}{}", plain::line(text, TEXT));
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
        let (first, second) = (&group.parting.first, &group.parting.second);
        let count = format!("{:>width$} ×", group.cases.len());
        let _ = writeln!(
            out,
            "  {}  {} → {}",
            paint.warn(count),
            plain::line(first, TEXT),
            plain::line(second, TEXT)
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
    if let Some(law) = comparison.new.first() {
        let id = plain::line(law.id(), NAME);
        let _ = writeln!(out, "{} wireproof explain {id}", paint.dim("to read the law:"));
    }
}
