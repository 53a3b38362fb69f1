//! The comparison with a second testee: the differences that no policy explains. They never fail the run.

use std::fmt::Write as _;

use crate::run::{Differential, Report};
use crate::terminal_text;

use crate::report::excerpt::excerpt;

use super::exchange::write_exchange;
use super::layout::{NAME, TextOptions, WIDTH, counted, exchanges, field, title, write_rule};

/// How many kinds of differences are shown without `--verbose`.
const KINDS: usize = 12;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes each kind of difference with its smallest exchange, and the counts of the comparison.
pub(super) fn write_differential(
    out: &mut String,
    report: &Report,
    against: &Differential,
    options: &TextOptions,
) {
    let paint = options.paint;
    let other = title(&against.testee);
    let open =
        if against.undecided.is_empty() { "" } else { ": differences that no policy explains" };
    write_rule(out, paint, &format!("compared with {other}{open}"));
    let shown = if options.verbose { usize::MAX } else { KINDS };
    for kind in against.undecided.iter().take(shown) {
        let _ = writeln!(
            out,
            "  {}  {}, the second: {}",
            paint.warn(format!("{} ×", kind.count)),
            terminal_text::line(&kind.difference.first, WIDTH * 2),
            terminal_text::line(&kind.difference.second, WIDTH * 2)
        );
        field(out, options, "case", &kind.stimulus);
        write_exchange(out, options, &kind.first, std::iter::empty(), false);
        // The outcome of the second testee goes directly under that of the first.
        out.truncate(out.trim_end().len());
        out.push('\n');
        let outcome = kind.second.outcome().map(ToString::to_string).unwrap_or_default();
        field(out, options, "second", &excerpt(outcome.as_bytes(), None, WIDTH * 2).line);
        out.push('\n');
    }
    if let Some(more @ 1..) = against.undecided.len().checked_sub(shown) {
        let _ = writeln!(out, "  and {more} more kinds, with --verbose\n");
    }
    write_counts(out, report, against, options);
}

fn write_counts(out: &mut String, report: &Report, against: &Differential, options: &TextOptions) {
    let paint = options.paint;
    let open = match against.undecided.len() {
        0 => paint.good("none unexplained"),
        kinds => paint.warn(format!(
            "{} in {} unexplained",
            against.open(),
            counted(kinds, "kind", "kinds")
        )),
    };
    let _ = writeln!(
        out,
        "{} compared: {} with the same outcome, {} explained by a policy, {open}",
        exchanges(against.compared),
        against.same,
        against.decided
    );
    let calls = &against.calls;
    let lost = calls.crash + calls.timeout + calls.protocol_error;
    for (count, text) in [
        (against.skipped, "not compared: one of the two cannot hold the input"),
        (lost, "lost by the second: it died, hung or broke the protocol"),
        (calls.unsent, "not sent to the second after three hangs"),
    ] {
        if count > 0 {
            let _ = writeln!(out, "{}", paint.dim(format!("{count} {text}")));
        }
    }
    if let (Some(own), Some(edition)) = (&against.testee.edition, report.contract.edition)
        && own != edition
    {
        let own = terminal_text::line(own, NAME);
        let text = format!(
            "the second was built from edition {own}, and both are called by {edition}; that may cause differences"
        );
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    out.push('\n');
}
