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

/// Writes a line for each policy: its verdict, and the number of exchanges. Several policies of a group that the operation
/// has nothing for share a line, unless the options are verbose.
pub(super) fn write_policies(out: &mut String, report: &Report, options: &TextOptions) {
    let width = report.policies.iter().map(|p| p.policy.id.len()).max().unwrap_or(0);
    for (index, group) in
        report.policies.chunk_by(|a, b| a.policy.group == b.policy.group).enumerate()
    {
        if index > 0 {
            out.push('\n');
        }
        let lacking = group.iter().filter(|policy| policy.lacks.is_some()).count();
        let folds = lacking > 1 && !options.verbose;
        for policy in group.iter().filter(|policy| !folds || policy.lacks.is_none()) {
            write_policy(out, policy, width, report, options.paint);
        }
        if folds {
            let text = format!("{lacking} more policies are not applicable (--verbose lists them)");
            let _ = writeln!(out, "  {} {}", options.paint.dim(" --  "), options.paint.dim(text));
        }
    }
    out.push('\n');
}

fn write_policy(
    out: &mut String,
    policy: &PolicyReport,
    width: usize,
    report: &Report,
    paint: Paint,
) {
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
            None => paint.dim(match policy.policy.lacks_feature(report.testee.features) {
                Some(feature) => {
                    format!("not applicable: the testee does not have the feature {feature}")
                }
                None => "not applicable".to_owned(),
            }),
        },
        Verdict::NotExercised => paint.warn("not exercised"),
        _ => paint.dim(exchanges(policy.exercised)),
    };
    let _ = writeln!(out, "  {mark} {level}  {:<width$}  {count}", policy.policy.id);
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
