//! A second testee beside the first, for people: where they part and no policy decides.

use std::fmt::Write as _;

use crate::run::{Differential, Report};
use crate::terminal_text;

use super::excerpt::excerpt;
use super::text::{NAME, TextOptions, WIDTH, counted, field, title, write_exchange};

/// How many kinds are shown, unless all are asked for.
const KINDS: usize = 12;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes each kind of difference with its smallest exchange, and how many stimuli came to what.
pub(super) fn write_differential(
    out: &mut String,
    report: &Report,
    against: &Differential,
    options: &TextOptions,
) {
    let paint = options.paint;
    let other = title(&against.testee);
    let open = if against.undecided.is_empty() { "" } else { ", where no policy decides" };
    let heading = format!("beside {other}{open}");
    let rule = "─".repeat(WIDTH.saturating_sub(heading.chars().count() + 4));
    let _ = writeln!(out, "{} {} {}\n", paint.dim("──"), paint.strong(heading), paint.dim(rule));
    let shown = if options.verbose { usize::MAX } else { KINDS };
    for kind in against.undecided.iter().take(shown) {
        let _ = writeln!(
            out,
            "  {}  {}, and beside it {}",
            paint.warn(format!("{} ×", kind.count)),
            terminal_text::line(&kind.difference.first, WIDTH * 2),
            terminal_text::line(&kind.difference.second, WIDTH * 2)
        );
        field(out, options, "case", &kind.stimulus);
        write_exchange(out, options, &kind.first, std::iter::empty(), false);
        // The outcome of the second stands under that of the first.
        out.truncate(out.trim_end().len());
        out.push('\n');
        let outcome = kind.second.outcome().map(ToString::to_string).unwrap_or_default();
        field(out, options, "beside", &excerpt(outcome.as_bytes(), None, WIDTH * 2).line);
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
        0 => paint.good("none that no policy decides"),
        kinds => paint.warn(format!(
            "{} in {} that no policy decides",
            against.open(),
            counted(kinds, "kind", "kinds")
        )),
    };
    let _ = writeln!(
        out,
        "{} compared: {} with the same outcome, {} that a policy decides, {open}",
        counted(against.compared, "exchange", "exchanges"),
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
            "the second was built from edition {own}, and both are called by {edition}: differences may come of that"
        );
        let _ = writeln!(out, "{}", paint.warn(text));
    }
    out.push('\n');
}
