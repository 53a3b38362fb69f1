//! The elements of the text report: fields, counts, and texts that are cut to a width.

use std::fmt::Write as _;

use crate::exchange::TesteeInfo;
use crate::report::paint::Paint;
use crate::run::Report;
use crate::terminal_text;

/// The options of the text report.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextOptions {
    /// The colours.
    pub paint: Paint,
    /// Show every kept failure of each policy, and not only the smallest.
    pub verbose: bool,
    /// Show only the broken policies and the summary.
    pub quiet: bool,
}

/// How many columns of bytes are shown.
pub(in crate::report) const WIDTH: usize = 96;

/// How many characters of a message or a path are shown.
pub(super) const TEXT: usize = 400;

/// How many characters are shown of each text that the testee reports about itself.
pub(in crate::report) const NAME: usize = 60;

/// The width of the names of fields, in columns.
pub(super) const FIELD: usize = 10;

/// Returns what a run says of the stimuli that were generated, if it has a seed.
pub(in crate::report) fn generated(seed: Option<u64>, cases: usize) -> Option<String> {
    let seed = seed?;
    let each = counted(cases, "stimulus", "stimuli");
    Some(match cases {
        0 => format!("--seed {seed}: nothing was generated, because --cases is 0"),
        _ => format!("{each} generated for each policy, from --seed {seed}"),
    })
}

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped here and in the other parts.

/// Returns the name of a testee with its version.
pub(in crate::report) fn title(testee: &TesteeInfo) -> String {
    let mut title = terminal_text::line(&testee.name, NAME).into_owned();
    if let Some(version) = &testee.version {
        let _ = write!(title, " {}", terminal_text::line(version, NAME));
    }
    title
}

/// Returns the filters on one line.
pub(in crate::report) fn filters(report: &Report) -> String {
    let filters = report.filters.iter();
    let filters: Vec<_> = filters
        .map(|(name, value)| terminal_text::line(&format!("{name} = {value}"), NAME).into_owned())
        .collect();
    filters.join(", ")
}

/// Returns a number of exchanges: `1 exchange`, `2 exchanges`.
pub(super) fn exchanges(count: usize) -> String {
    counted(count, "exchange", "exchanges")
}

/// Returns a count with the singular or the plural.
pub(in crate::report) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// Writes a heading with a line as wide as the page.
pub(in crate::report) fn write_rule(out: &mut String, paint: Paint, heading: &str) {
    let heading = terminal_text::line(heading, TEXT);
    let rule = "─".repeat(WIDTH.saturating_sub(heading.chars().count() + 4));
    let _ = writeln!(out, "{} {} {}\n", paint.dim("──"), paint.strong(heading), paint.dim(rule));
}

/// Writes the line of a field: its name, and its value with escapes for what a terminal would obey.
pub(in crate::report) fn field(out: &mut String, options: &TextOptions, name: &str, value: &str) {
    let name = options.paint.dim(format!("{name:<FIELD$}"));
    let _ = writeln!(out, "        {name}{}", terminal_text::line(value, TEXT));
}
