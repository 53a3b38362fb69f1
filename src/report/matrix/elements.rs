//! The elements of the HTML page: escaped texts, and the words of a cell.

use crate::report::saved::SavedReport;
use crate::report::text::counted;
use crate::terminal_text;

use super::table::Cell;

/// How many characters of a text from a report are shown.
const TEXT: usize = 400;

/// Returns the class of a cell, its mark, and its text.
pub(super) fn shown(cell: Cell<'_>) -> (&'static str, String, String) {
    let judged = |exercised| counted(exercised, "exchange", "exchanges");
    match cell {
        Cell::Kept { exercised } => {
            ("kept", "✓".to_owned(), format!("kept in {}", judged(exercised)))
        }
        Cell::Broken { policy } => (
            "broken",
            format!("✗ {}/{}", policy.failed, policy.exercised),
            format!("broken in {} of {}", policy.failed, judged(policy.exercised)),
        ),
        Cell::Observed { policy } if policy.failed == 0 => {
            ("observed", "yes".to_owned(), format!("yes, in {}", judged(policy.exercised)))
        }
        Cell::Observed { policy } => (
            "observed",
            format!("no {}/{}", policy.failed, policy.exercised),
            format!("no, in {} of {}", policy.failed, judged(policy.exercised)),
        ),
        Cell::NotApplicable => ("none", "n/a".to_owned(), "not applicable".to_owned()),
        Cell::NotExercised => ("none", "–".to_owned(), "no exchange reached it".to_owned()),
        Cell::NotSelected => ("none", "–".to_owned(), "left out of the run".to_owned()),
    }
}

/// Returns the name and the version of a testee, uncut.
pub(super) fn title(report: &SavedReport) -> String {
    let version = report.testee.version.as_deref().unwrap_or("");
    format!("{} <small>{}</small>", escape(&report.testee.name), escape(version))
}

/// Escapes a text from a report for an element or a quoted attribute, and cuts it if it is long.
pub(super) fn escape(text: &str) -> String {
    escape_all(&terminal_text::line(text, TEXT))
}

/// Escapes a text in the same way, without cutting it.
pub(super) fn escape_all(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}
