//! Writes the heading of the text report, and a line for each policy.

use std::fmt::Write as _;

use crate::policy::Level;
use crate::report::paint::Paint;
use crate::run::{PolicyReport, Report, Verdict};
use crate::terminal_text;

use super::layout::{NAME, TextOptions, exchanges, title};

/// Writes which testee is judged, and by which contract.
pub(super) fn write_heading(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let testee = &report.testee;
    let mut name = title(testee);
    if let Some(language) = &testee.language {
        let _ = write!(name, " ({})", terminal_text::line(language, NAME));
    }
    let contract = &report.contract;
    let edition = contract.edition.map_or(String::new(), |edition| format!(", edition {edition}"));
    let _ = writeln!(
        out,
        "{} judged by {}{edition}",
        paint.strong(name),
        paint.strong(&contract.operation)
    );
    if let Some(assumed) = contract.edition.filter(|_| contract.edition_assumed) {
        let editions = contract.embedded.map(|embedded| embedded.edition_names());
        let mut others = editions.unwrap_or_default();
        others.retain(|name| *name != assumed);
        let text = format!(
            "edition {assumed} is assumed, because the testee names none; for another, use --edition {}, or let \
             the driver name it in its hello (docs/editions.md)",
            others.join(" or ")
        );
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    out.push('\n');
}

/// Writes a line for each policy: its verdict, and the number of exchanges.
pub(super) fn write_policies(out: &mut String, report: &Report, options: &TextOptions) {
    let paint = options.paint;
    let width = report.policies.iter().map(|p| p.policy.id.len()).max().unwrap_or(0);
    let mut group = "";
    for policy in &report.policies {
        if policy.policy.group.name() != group {
            if !group.is_empty() {
                out.push('\n');
            }
            group = policy.policy.group.name();
        }
        let mark = verdict_mark(policy, paint);
        let level = paint.dim(format!("{:<6}", policy.policy.level));
        let count = match policy.verdict {
            Verdict::Fail if policy.is_in_doubt() => {
                paint.warn(format!("{} of {}, not reproduced", policy.failed, policy.exercised))
            }
            Verdict::Fail => paint.bad(format!("{} of {}", policy.failed, policy.exercised)),
            Verdict::KnownFailure => {
                paint.warn(format!("{} of {}, as known", policy.failed, policy.exercised))
            }
            Verdict::UnexpectedPass => {
                paint.bad(format!("{}, but listed as a known failure", exchanges(policy.exercised)))
            }
            Verdict::Observed if policy.failed > 0 => {
                format!("no, in {} of {}", policy.failed, policy.exercised)
            }
            Verdict::Observed => paint.dim(format!("yes, in {}", exchanges(policy.exercised))),
            Verdict::NotApplicable => match policy.lacks {
                Some(need) => paint.dim(format!("not applicable: {need}")),
                None => paint.dim("not applicable"),
            },
            Verdict::NotExercised => paint.warn("not exercised"),
            _ => paint.dim(exchanges(policy.exercised)),
        };
        let _ = writeln!(out, "  {mark} {level}  {:<width$}  {count}", policy.policy.id);
    }
    out.push('\n');
}

/// Returns the verdict in five columns.
pub(super) fn verdict_mark(policy: &PolicyReport, paint: Paint) -> String {
    match (policy.verdict, policy.policy.level) {
        (Verdict::Pass, _) => paint.good("pass "),
        (Verdict::Fail, Level::Must) => paint.bad("FAIL "),
        (Verdict::Fail, _) => paint.warn("fail "),
        (Verdict::KnownFailure, _) => paint.warn("known"),
        (Verdict::UnexpectedPass, _) => paint.bad("PASS!"),
        (Verdict::Observed, _) => paint.dim("seen "),
        (Verdict::NotApplicable | Verdict::NotExercised, _) => paint.dim(" --  "),
    }
}
