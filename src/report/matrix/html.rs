//! The matrix as one HTML page, which opens offline: it loads nothing and runs no script.

use std::fmt::Write as _;

use crate::policy::Level;
use crate::report::text::counted;

use super::elements::{escape, shown};
use super::panel::write_panel;
use super::table::{Cell, Column, Matrix, Row, Section};

/// The style sheet. It also opens and closes the panels.
const STYLE: &str = include_str!("style.css");

/// The content policy: the browser loads nothing and runs no script, even if the escaping has a fault.
const CONTENT: &str = "default-src 'none'; style-src 'unsafe-inline'";

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes the matrix as an HTML page: for each operation the testees, the table, and for each policy a panel that its cells
/// open.
pub fn write_html(matrix: &Matrix<'_>) -> String {
    let mut out = String::new();
    let operations: Vec<_> =
        matrix.sections.iter().map(|section| escape(section.operation)).collect();
    let columns = matrix.sections.iter().map(|section| section.columns.len()).max().unwrap_or(0);
    let _ = writeln!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{CONTENT}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{}: clients and the policies that they keep</title>\n\
         <style>\n{STYLE}{}</style>\n</head>\n<body>",
        operations.join(", "),
        wide_enough(columns)
    );
    out.push_str("<main>\n");
    if matrix.single().is_none() {
        write_contents(&mut out, matrix);
    }
    for section in &matrix.sections {
        write_head(&mut out, section, matrix.single().is_some());
        write_table(&mut out, section);
        for row in section.rows() {
            write_panel(&mut out, section, row);
        }
    }
    out.push_str(
        "</main>\n<footer>Made by <code>wireproof matrix</code>, from the reports of \
         <code>wireproof client</code>. <code>wireproof explain</code> prints a policy.</footer>\n\
         </body>\n</html>\n",
    );
    out
}

/// Writes the heading of a page with several operations, with a link to each.
fn write_contents(out: &mut String, matrix: &Matrix<'_>) {
    out.push_str(
        "<header>\n<h1>Clients and the policies that they keep</h1>\n</header>\n\
         <nav aria-label=\"Operations\">\n<ul class=\"contents\">\n",
    );
    for section in &matrix.sections {
        let _ = writeln!(
            out,
            "<li><a href=\"#operation/{}\">{}</a></li>",
            section.key,
            escape(section.operation)
        );
    }
    out.push_str("</ul>\n</nav>\n");
}

/// Returns the rule that removes the scroll bars of the table if the window is wide enough for all of it.
fn wide_enough(columns: usize) -> String {
    let width = 26 + columns * 8;
    format!(
        "@media (min-width: {width}rem) {{ .scroll {{ overflow: visible; max-height: none; }} }}\n"
    )
}

fn write_head(out: &mut String, section: &Section<'_>, is_single: bool) {
    let operation = escape(section.operation);
    let count = counted(section.columns.len(), "client", "clients");
    let policies = counted(section.rows().count(), "policy", "policies");
    let keep = if section.columns.len() == 1 { "keeps" } else { "keep" };
    let days = match section.days() {
        Some((first, last)) if first == last => format!(", judged on {}", escape(first)),
        Some((first, last)) => format!(", judged from {} to {}", escape(first), escape(last)),
        None => String::new(),
    };
    let (open, end) = match is_single {
        true => ("<header>\n<h1>".to_owned(), "</h1>"),
        false => (
            format!("<header class=\"operation\" id=\"operation/{}\">\n<h2>", section.key),
            "</h2>",
        ),
    };
    let _ = writeln!(
        out,
        "{open}{operation}{end}\n<p class=\"lead\">How {count} of {operation} ({}) {keep} the \
         {policies} of its wire protocol{days}. Every cell opens the policy, and where it is broken the smallest \
         exchange that shows it, to the byte.</p>\n</header>\n<div class=\"results\">\n<ul class=\"clients\">",
        escape(section.service)
    );
    let is_same_day = section.days().is_some_and(|(first, last)| first == last);
    for column in &section.columns {
        write_client(out, column, is_same_day);
    }
    out.push_str(
        "</ul>\n<ul class=\"legend\" aria-label=\"Legend\">\n\
         <li><span class=\"mark kept\">✓</span> kept in every exchange</li>\n\
         <li><span class=\"mark broken must\">✗ 2/9</span> a must, broken in 2 of 9</li>\n\
         <li><span class=\"mark broken should\">✗ 2/9</span> a should, broken</li>\n\
         <li><span class=\"mark observed\">no 2/9</span> a may: either is right</li>\n\
         <li><span class=\"mark none\">n/a</span> not applicable to the client</li>\n\
         <li><span class=\"mark none\">–</span> not judged</li>\n</ul>\n",
    );
}

fn write_client(out: &mut String, column: &Column<'_>, is_same_day: bool) {
    let report = column.report;
    let facts: Vec<String> = [
        report.testee.language.clone(),
        report.contract.edition.as_ref().map(|edition| format!("edition {edition}")),
        report.day().filter(|_| !is_same_day).map(|day| format!("judged on {day}")),
        Some(format!("{} calls", report.calls.judged)),
        report
            .seed
            .filter(|_| report.cases > 0)
            .map(|seed| format!("{} generated for each policy, seed {seed}", report.cases)),
        (!report.filters.is_empty()).then(|| format!("filtered by {}", report.selection())),
        report.part().map(|part| format!("a part of a run: {part}")),
    ]
    .into_iter()
    .flatten()
    .map(|fact| format!("<span>{}</span>", escape(&fact)))
    .collect();
    let (must, musts) = column.broken(Level::Must);
    let (should, shoulds) = column.broken(Level::Should);
    let judged = musts + shoulds;
    let percent = |count: usize| (count * 1_000).checked_div(judged).unwrap_or(0) as f64 / 10.0;
    let _ = writeln!(
        out,
        "<li>\n<h2>{} <small>{}</small></h2>\n<p class=\"tally\"><b>{}</b> of {judged} policies kept</p>\n\
         <div class=\"bar\" aria-hidden=\"true\"><i class=\"kept\" style=\"width:{}%\"></i>\
         <i class=\"should\" style=\"width:{}%\"></i><i class=\"must\" style=\"width:{}%\"></i></div>\n\
         <p class=\"tally\">{} <i>must</i> and {} <i>should</i> broken</p>\n<p class=\"facts\">{}</p>\n</li>",
        escape(&report.testee.name),
        escape(report.testee.version.as_deref().unwrap_or("")),
        judged - must - should,
        percent(judged - must - should),
        percent(should),
        percent(must),
        must,
        should,
        facts.concat()
    );
}

fn write_table(out: &mut String, section: &Section<'_>) {
    out.push_str(
        "<div class=\"scroll\" role=\"region\" aria-label=\"Policies by clients\" tabindex=\"0\">\n\
         <table>\n<thead><tr><th scope=\"col\">Policy</th>",
    );
    for column in &section.columns {
        let (version, edition) = (&column.report.testee.version, &column.report.contract.edition);
        let smalls = [version, edition].into_iter().flatten();
        let smalls: String =
            smalls.map(|text| format!("<small>{}</small>", escape(text))).collect();
        let _ =
            write!(out, "<th scope=\"col\">{} {smalls}</th>", escape(&column.report.testee.name));
    }
    out.push_str("</tr></thead>\n");
    for group in &section.groups {
        let _ = writeln!(
            out,
            "<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\">{}</th><td colspan=\"{}\"></td></tr>",
            escape(group.name),
            section.columns.len()
        );
        for row in &group.rows {
            write_row(out, section, row);
        }
        out.push_str("</tbody>\n");
    }
    out.push_str("</table>\n</div>\n</div>\n");
}

fn write_row(out: &mut String, section: &Section<'_>, row: &Row<'_>) {
    let (key, level) = (&row.key, row.level);
    let name = row.id.split_once('.').map_or(row.id, |(_, name)| name);
    let _ = write!(
        out,
        "<tr id=\"row/{key}\"><th scope=\"row\"><a href=\"#{key}\"><span>{}</span> \
         <small>{level}</small></a></th>",
        escape(name)
    );
    for (place, column) in section.columns.iter().enumerate() {
        let cell = row.cell(place);
        let (class, mark, words) = shown(cell);
        let class = if matches!(cell, Cell::Broken { .. }) {
            format!("{class} {level}")
        } else {
            class.to_owned()
        };
        let label = format!("{}, {}: {words}", column.report.title(), row.id);
        let _ = write!(
            out,
            "<td><a class=\"mark {class}\" href=\"#{key}/{}\" title=\"{1}\" aria-label=\"{1}\">{mark}</a></td>",
            column.key,
            escape(&label)
        );
    }
    out.push_str("</tr>\n");
}
