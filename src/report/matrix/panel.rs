//! The panels of the HTML page. A cell opens the panel of its policy, which shows what each testee did.

use std::fmt::Write as _;

use crate::policy::Policy;
use crate::report::excerpt::Excerpt;
use crate::report::saved::SavedFailure;

use super::bytes::{Part, parts};
use super::elements::{escape, escape_all, shown, title};
use super::table::{Cell, Row, Section, smallest};

/// The address of the project's own pages. A reader may have only the HTML page, so it links to them in the repository.
const OWN: &str = "docs/";

/// How many columns of a body are shown.
const BODY: usize = 2_000;

// Writing to a `String` cannot fail, so what `writeln!` returns is dropped throughout.

/// Writes the panel of a policy.
pub(super) fn write_panel(out: &mut String, section: &Section<'_>, row: &Row<'_>) {
    let (key, level) = (&row.key, row.level);
    let class = if row.departing().next().is_some() { "policy broken" } else { "policy" };
    let _ = writeln!(
        out,
        "<section class=\"{class}\" id=\"{key}\" tabindex=\"-1\" aria-labelledby=\"title/{key}\">\n\
         <a class=\"behind\" href=\"#row/{key}\" tabindex=\"-1\" aria-hidden=\"true\"></a>\n<div class=\"sheet\">\n\
         <header><h2 id=\"title/{key}\"><code>{}</code> <small>{level}</small></h2>\
         <a class=\"close\" href=\"#row/{key}\" aria-label=\"Close, and back to the table\">✕</a></header>",
        escape(row.id)
    );
    match row.policy {
        Some(policy) => write_policy(out, policy),
        None => out.push_str("<p>This wireproof does not know the policy.</p>\n"),
    }
    for place in order(section, row) {
        write_client(out, section, row, place);
    }
    out.push_str("</div>\n</section>\n");
}

/// Returns the columns. The testees that do not keep the policy come first.
fn order(section: &Section<'_>, row: &Row<'_>) -> Vec<usize> {
    let mut places: Vec<usize> = (0..section.columns.len()).collect();
    let departing: Vec<usize> = row.departing().map(|(place, _)| place).collect();
    places.sort_by_key(|place| !departing.contains(place));
    places
}

fn write_policy(out: &mut String, policy: &Policy) {
    let _ = writeln!(
        out,
        "<p class=\"says\">{}</p>\n<p>{}</p>\n<details><summary>Where it comes from</summary>\n<ul>",
        prose(policy.summary),
        prose(policy.why)
    );
    for basis in policy.basis {
        let source = basis.source;
        let title = escape_all(source.title());
        let title = match source.url() {
            own if own.starts_with(OWN) => title,
            url => format!("<a href=\"{}\">{title}</a>", escape_all(url)),
        };
        let _ = write!(out, "<li>{title}, “{}”: {}", escape_all(basis.section), prose(basis.fact));
        if let Some(quote) = basis.quote {
            let _ = write!(out, " <q>{}</q>", prose(quote));
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ul>\n</details>\n");
    if let Some(why) = policy.disputed {
        let _ = writeln!(out, "<p class=\"disputed\"><b>Disputed.</b> {}</p>", prose(why));
    }
}

fn write_client(out: &mut String, section: &Section<'_>, row: &Row<'_>, place: usize) {
    let (column, cell) = (&section.columns[place], row.cell(place));
    let (class, _, words) = shown(cell);
    let _ = writeln!(
        out,
        "<article class=\"{class} {}\" id=\"{}/{}\" tabindex=\"-1\">\n<h3>{} <span>{words}</span></h3>",
        row.level,
        row.key,
        column.key,
        title(column.report)
    );
    if let Cell::Broken { policy } | Cell::Observed { policy } = cell
        && let Some(failure) = smallest(policy)
    {
        write_failure(out, row, failure);
    }
    out.push_str("</article>\n");
}

fn write_failure(out: &mut String, row: &Row<'_>, failure: &SavedFailure) {
    if let Some(finding) = failure.findings.first() {
        let _ = writeln!(out, "<p>{}.</p>\n<dl>", prose(&finding.message));
        for (name, value) in [
            ("at", Some(&finding.path).filter(|path| !path.is_empty())),
            ("due", finding.expected.as_ref()),
            ("shown", finding.actual.as_ref()),
            ("case", Some(&failure.case)),
        ] {
            if let Some(value) = value {
                let _ = writeln!(out, "<dt>{name}</dt><dd><code>{}</code></dd>", escape(value));
            }
        }
        out.push_str("</dl>\n");
    }
    let parts = parts(failure, BODY);
    let sent = |part: &&Part| matches!(part.name, "input" | "sent");
    let aside = !row.is_on_requests();
    if aside {
        out.push_str("<details><summary>What was sent</summary>\n");
    }
    write_parts(out, parts.iter().filter(sent));
    if aside {
        out.push_str("</details>\n");
    }
    write_parts(out, parts.iter().filter(|part| !sent(part)));
}

fn write_parts<'p>(out: &mut String, parts: impl Iterator<Item = &'p Part>) {
    for part in parts {
        let lines: Vec<String> = part.lines.iter().map(marked).collect();
        let (name, lines) = (part.name, lines.join("\n"));
        // HTML drops a line feed directly after `<pre>`.
        let _ = writeln!(
            out,
            "<figure class=\"{name}\"><figcaption>{name}</figcaption><pre tabindex=\"0\">\n{lines}</pre></figure>"
        );
    }
}

/// Returns a line of an excerpt, with the marked bytes as `mark` elements.
fn marked(excerpt: &Excerpt) -> String {
    let mut out = String::new();
    let marks = excerpt.marks.chars().map(|mark| mark == '^');
    let mut marks = marks.chain(std::iter::repeat(false));
    let mut open = false;
    for character in excerpt.line.chars() {
        let marked = marks.next().unwrap_or(false);
        if marked != open {
            out.push_str(if marked { "<mark>" } else { "</mark>" });
            open = marked;
        }
        out.push_str(&escape_all(character.encode_utf8(&mut [0; 4])));
    }
    if open {
        out.push_str("</mark>");
    }
    if excerpt.marks.chars().count() > excerpt.line.chars().count() {
        // The mark is after the last byte: something is missing there.
        out.push_str("<mark class=\"gap\"> </mark>");
    }
    out
}

/// Returns a sentence. Text between two backticks is code.
fn prose(sentence: &str) -> String {
    let pieces: Vec<&str> = sentence.split('`').collect();
    if pieces.len().is_multiple_of(2) {
        return escape(sentence);
    }
    let piece = |(place, piece): (usize, &&str)| match place % 2 {
        0 => escape(piece),
        _ => format!("<code>{}</code>", escape(piece)),
    };
    pieces.iter().enumerate().map(piece).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_marked_is_marked_and_escaped() {
        let line =
            |line: &str, marks: &str| marked(&Excerpt { line: line.into(), marks: marks.into() });
        assert_eq!(line("a<b>c", " ^^"), "a<mark>&lt;b</mark>&gt;c");
        assert_eq!(line("ab", "^^"), "<mark>ab</mark>");
        assert_eq!(line("é<", "  ^"), "é&lt;<mark class=\"gap\"> </mark>");
        assert_eq!(line("<", ""), "&lt;");
    }

    #[test]
    fn backticks_are_code() {
        assert_eq!(prose("a `<b>` c"), "a <code>&lt;b&gt;</code> c");
        assert_eq!(prose("a `<b> c"), "a `&lt;b&gt; c");
    }
}
