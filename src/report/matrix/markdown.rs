//! The matrix as a page in Markdown.

use std::fmt::Write as _;

use crate::policy::Level;
use crate::report::saved::{SavedPolicy, SavedReport};
use crate::report::text::{NAME, counted};
use crate::terminal_text;

use super::bytes::{Part, parts};
use super::table::{Cell, Column, Matrix, Row, Section, smallest};

/// How many characters of a text from a report are shown.
const TEXT: usize = 300;

/// How many columns of a body are shown.
const BODY: usize = 400;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes the matrix as Markdown: for each operation the testees, a table for each group of policies, and then each policy
/// that a testee breaks, or does not keep if it is a may, with the bytes of what each of these testees did.
pub fn write_markdown(matrix: &Matrix<'_>) -> String {
    let mut out = String::new();
    if let Some(section) = matrix.single() {
        let _ = writeln!(out, "# Clients of {}, judged\n", code(section.operation));
        write_section(&mut out, section, "##", "");
        return out;
    }
    out.push_str("# Clients, judged\n\n");
    for section in &matrix.sections {
        let name = section.name();
        let _ = writeln!(out, "- [Clients of {name}](#{})", anchor(&format!("Clients of {name}")));
    }
    for section in &matrix.sections {
        let name = section.name();
        let _ = writeln!(out, "\n## Clients of {name}\n");
        write_section(&mut out, section, "###", &format!(" of {name}"));
    }
    out
}

/// Writes a section below its heading. `level` marks the headings in it, and `of` ends each, so that no two are the same.
fn write_section(out: &mut String, section: &Section<'_>, level: &str, of: &str) {
    let _ = writeln!(
        out,
        "How {} of {} ({}) keep{} the policies of its wire protocol. Made by `wireproof matrix`; do not edit it by \
         hand.\n",
        counted(section.columns.len(), "client", "clients"),
        code(section.operation),
        text(section.service),
        if section.columns.len() == 1 { "s" } else { "" },
    );
    write_testees(out, section);
    out.push_str(
        "\n✓ kept in every exchange · ✗ broken, in so many exchanges of those that it judged · yes, no: the policy is a \
         *may*, and either is right · n/a: the client does not set out to do that, or cannot · –: no exchange reached it\n",
    );
    for group in &section.groups {
        let _ = writeln!(out, "\n{level} {}{of}\n", text(group.name));
        write_group(out, section, &group.rows, of);
    }
    if section.rows().any(|row| row.departing().next().is_some()) {
        let _ = writeln!(out, "\n{level} Findings{of}");
    }
    for row in section.rows() {
        write_findings(out, section, row, &format!("{level}#"), of);
    }
}

fn write_testees(out: &mut String, section: &Section<'_>) {
    let mut line = |name: &str, of: &dyn Fn(&Column<'_>) -> String| {
        let cells: Vec<_> = section.columns.iter().map(of).collect();
        let _ = writeln!(out, "| {name} | {} |", cells.join(" | "));
    };
    line("", &|column| format!("**{}**", text(&column.report.testee.name)));
    line("---", &|_| "---".to_owned());
    let optional = |value: &Option<String>| value.as_deref().map_or("–".to_owned(), text);
    line("version", &|column| optional(&column.report.testee.version));
    line("language", &|column| optional(&column.report.testee.language));
    line("edition", &|column| optional(&column.report.contract.edition));
    line("judged on", &|column| column.report.day().map_or("–".to_owned(), text));
    line("calls judged", &|column| column.report.calls.judged.to_string());
    if section.columns.iter().any(|column| column.report.cases > 0) {
        line("generated", &|column| generated(column.report));
    }
    if section.columns.iter().any(|column| !column.report.filters.is_empty()) {
        line("filtered by", &|column| text(&column.report.selection()));
    }
    if section.columns.iter().any(|column| column.report.shard.is_some()) {
        line("part of a run", &|column| {
            column.report.part().map_or("–".to_owned(), |part| text(&part))
        });
    }
    for level in [Level::Must, Level::Should] {
        line(&format!("*{level}* broken"), &|column| {
            let (broken, judged) = column.broken(level);
            format!("{broken} of {judged}")
        });
    }
}

fn generated(report: &SavedReport) -> String {
    match report.seed.filter(|_| report.cases > 0) {
        Some(seed) => format!("{} for each policy, seed {seed}", report.cases),
        None => "none".to_owned(),
    }
}

fn write_group(out: &mut String, section: &Section<'_>, rows: &[Row<'_>], of: &str) {
    let names = section.columns.iter().map(|column| text(&column.report.title()));
    let _ = writeln!(out, "| policy | level | {} |", names.collect::<Vec<_>>().join(" | "));
    let _ = writeln!(out, "|---|---|{}", "---|".repeat(section.columns.len()));
    for row in rows {
        let cells = (0..section.columns.len()).map(|column| match row.cell(column) {
            Cell::Kept { .. } => "✓".to_owned(),
            Cell::Broken { policy } => {
                format!(
                    "[✗ {} of {}](#{})",
                    policy.failed,
                    policy.exercised,
                    anchor(&heading(row, of))
                )
            }
            Cell::Observed { policy } if policy.failed == 0 => "yes".to_owned(),
            Cell::Observed { policy } => {
                format!(
                    "[no, {} of {}](#{})",
                    policy.failed,
                    policy.exercised,
                    anchor(&heading(row, of))
                )
            }
            Cell::NotApplicable => "n/a".to_owned(),
            Cell::NotExercised => "–".to_owned(),
            Cell::NotSelected => String::new(),
        });
        let cells: Vec<_> = cells.collect();
        let _ = writeln!(out, "| {} | {} | {} |", code(row.id), row.level, cells.join(" | "));
    }
}

/// Returns the heading of the findings of a policy.
fn heading(row: &Row<'_>, of: &str) -> String {
    let name = match row.policy {
        Some(_) => code(row.id),
        None => row.key.rsplit('/').next().unwrap_or_default().to_owned(),
    };
    name + of
}

/// Returns the anchor that Markdown viewers give to a heading.
pub(super) fn anchor(heading: &str) -> String {
    let kept = |c: char| match c {
        ' ' => Some('-'),
        '-' => Some(c),
        c => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
    };
    heading.chars().filter_map(kept).collect()
}

fn write_findings(out: &mut String, section: &Section<'_>, row: &Row<'_>, level: &str, of: &str) {
    let mut broken = row.departing().peekable();
    if broken.peek().is_none() {
        return;
    }
    let _ = writeln!(out, "\n{level} {}\n\n*{}*: {}", heading(row, of), row.level, sentence(row));
    for (column, policy) in broken {
        let report = section.columns[column].report;
        let _ = writeln!(out, "\n**{}** {}", text(&report.title()), did(policy));
        if let Some(failure) = smallest(policy) {
            let shown = parts(failure, BODY);
            let shown = shown.iter().filter(|part| is_shown(part, row, &shown));
            write_bytes(out, &failure.case, shown);
        }
    }
}

/// Writes the policy with its summary and its basis.
fn sentence(row: &Row<'_>) -> String {
    match row.policy {
        Some(policy) => policy.summary.to_owned(),
        None => format!("{}, a policy that this wireproof does not know.", code(row.id)),
    }
}

/// Returns one sentence on what a testee did.
fn did(policy: &SavedPolicy) -> String {
    let (failed, exercised) = (policy.failed, counted(policy.exercised, "exchange", "exchanges"));
    let finding = smallest(policy).and_then(|failure| failure.findings.first());
    let does = if policy.level == Level::May { "does otherwise" } else { "breaks it" };
    let Some(finding) = finding else { return format!("{does} in {failed} of {exercised}.") };
    let mut values = String::new();
    if let (Some(expected), Some(actual)) = (&finding.expected, &finding.actual) {
        let _ = write!(values, ", {} where {} was due", code(actual), code(expected));
    }
    format!("{does} in {failed} of {exercised}: {}{values}.", prose(&finding.message))
}

/// Reports whether a part helps to understand the failure. The request does not help if the policy is about reading a
/// response.
fn is_shown(part: &Part, row: &Row<'_>, all: &[Part]) -> bool {
    match part.name {
        "input" => row.is_on_requests(),
        "sent" => row.is_on_requests() || all.iter().filter(|part| part.name == "sent").count() > 1,
        _ => true,
    }
}

fn write_bytes<'p>(out: &mut String, case: &str, parts: impl Iterator<Item = &'p Part>) {
    // A line of an excerpt has no line break, so it can end the code block only with as many backticks as the fence has.
    let mut block = terminal_text::line(case, NAME).into_owned() + "\n";
    for part in parts {
        for (place, line) in part.lines.iter().enumerate() {
            let name = if place == 0 { part.name } else { "" };
            let _ = writeln!(block, "{}", format!("{name:<10}{}", line.line).trim_end());
            if !line.marks.is_empty() {
                let _ = writeln!(block, "{:10}{}", "", line.marks);
            }
        }
    }
    let fence = fence(&block, 3);
    let _ = writeln!(out, "\n{fence}text\n{block}{fence}");
}

/// Returns more backticks than stand together anywhere in a text.
fn fence(text: &str, least: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(least.max(longest + 1))
}

/// Returns a text from a report as a code span that may also stand in a table.
fn code(text: &str) -> String {
    let shown = terminal_text::line(text, TEXT).replace('|', "\\|");
    let fence = fence(&shown, 1);
    let gap =
        if shown.starts_with('`') || shown.ends_with('`') || shown.is_empty() { " " } else { "" };
    format!("{fence}{gap}{shown}{gap}{fence}")
}

/// Returns a sentence from a report. Text between two backticks is code.
fn prose(sentence: &str) -> String {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return text(sentence);
    }
    let piece = |(place, piece): (usize, &&str)| match place % 2 {
        0 => text(piece),
        _ => code(piece),
    };
    pieces.iter().enumerate().map(piece).collect()
}

/// Escapes a text from a report, so that Markdown and HTML read all of it as text.
fn text(text: &str) -> String {
    let mut out = String::new();
    for character in terminal_text::line(text, TEXT).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                out.extend(['\\', character])
            }
            other => out.push(other),
        }
    }
    out
}
