//! Both pages, of reports that mean well and of reports that do not.

use std::collections::{BTreeSet, HashSet};

use super::*;
use crate::json::Json;
use crate::report::sample::Sample;
use crate::report::saved::SavedReport;
use crate::run::Verdict;

/// What must never be taken for a part of a page.
const EVIL: &str = "<script>alert(1)</script>\"' onload='x' | `x` [a](javascript:x) <img src=x onerror=x>\n# a\u{1b}[0m";

fn pages(reports: &[SavedReport]) -> (String, String) {
    let matrix = Matrix::of(reports).expect("there are reports");
    (write_html(&matrix), write_markdown(&matrix))
}

fn good() -> Vec<SavedReport> {
    let one = Sample::new("one")
        .policy("union.known-member", Verdict::Fail)
        .policy("union.null-is-absent", Verdict::KnownFailure)
        .policy("union.several-members-refused", Verdict::Fail)
        .policy("error.from-code", Verdict::Pass)
        .policy("response.duplicate-members", Verdict::Observed);
    let two = Sample::new("two")
        .policy("union.known-member", Verdict::NotApplicable)
        .policy("union.null-is-absent", Verdict::NotExercised)
        .policy("error.from-code", Verdict::UnexpectedPass)
        .otherwise("response.duplicate-members")
        .policy("later.than-this", Verdict::Fail);
    vec![one.read(), two.read()]
}

/// A report in which everything that can be text is hostile.
fn evil() -> Vec<SavedReport> {
    let evil = Json::from(EVIL);
    let text = evil.to_string();
    let failure = format!(
        r#"{{"case":{text},"findings":[{{"path":{text},"message":{text},"expected":{text},"actual":{text},
            "mark":{{"in":"response","from":2,"to":9}}}}],
        "exchange":{{"input":{text},"requests":[{{"base64":"PHNjcmlwdD4="}}],
            "problems":[{{"message":{text},"base64":"PHNjcmlwdD4="}}],
            "response":{{"complete":false,"connection":{text},"base64":"SFRUUC8xLjEgMjAwIE9LDQoNCjxzY3JpcHQ+"}},
            "outcome":{{"outcome":"client_error","stage":"read","class":{text},"message":{text}}}}}}}"#
    );
    let mut sample = Sample::new(EVIL)
        .policy_with("union.known-member", Verdict::Fail, &failure)
        .policy_with("request.signed", Verdict::Fail, &failure)
        .policy_with(EVIL, Verdict::Fail, &failure)
        .policy_with(&format!("union.{EVIL}"), Verdict::Fail, &failure)
        .filter("policy", EVIL);
    for field in ["version", "language"] {
        sample = sample.put(&format!("testee.{field}"), evil.clone());
    }
    for field in ["service", "operation", "edition"] {
        sample = sample.put(&format!("contract.{field}"), evil.clone());
    }
    let sample = sample.put("started", evil);
    vec![sample.read(), sample.read()]
}

/// The tags of a page: each name, and its attributes.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let body = html.split_once("</style>").expect("there is a style").1;
    let mut tags = Vec::new();
    for rest in body.split('<').skip(1) {
        let (tag, _) = rest.split_once('>').unwrap_or_else(|| panic!("no end: {rest}"));
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut attributes = Vec::new();
        while let Some((attribute, value)) = rest.trim_start().split_once("=\"") {
            let (value, after) = value.split_once('"').unwrap_or_else(|| panic!("no quote: {tag}"));
            attributes.push((attribute.to_owned(), value.to_owned()));
            rest = after;
        }
        assert_eq!(rest.trim(), "", "<{tag}>");
        tags.push((name.to_owned(), attributes));
    }
    tags
}

#[test]
fn nothing_in_a_report_becomes_a_part_of_the_html() {
    const NAMES: [&str; 37] = [
        "/head",
        "body",
        "header",
        "h1",
        "p",
        "main",
        "nav",
        "ul",
        "li",
        "h2",
        "small",
        "b",
        "div",
        "i",
        "span",
        "table",
        "thead",
        "tr",
        "th",
        "tbody",
        "td",
        "a",
        "section",
        "code",
        "details",
        "summary",
        "q",
        "article",
        "h3",
        "dl",
        "dt",
        "dd",
        "figure",
        "figcaption",
        "pre",
        "mark",
        "footer",
    ];
    for reports in [good(), evil(), of_two_operations()] {
        let (html, _) = pages(&reports);
        for (name, attributes) in tags(&html) {
            let plain = name.trim_start_matches('/');
            assert!(NAMES.contains(&plain) || name == "/head" || name == "/html", "<{name}>");
            for (attribute, value) in attributes {
                assert!(
                    matches!(
                        attribute.as_str(),
                        "class"
                            | "id"
                            | "href"
                            | "title"
                            | "role"
                            | "tabindex"
                            | "scope"
                            | "colspan"
                            | "style"
                    ) || attribute.starts_with("aria-"),
                    "{attribute} in <{name}>"
                );
                if attribute == "href" {
                    assert!(value.starts_with('#') || value.starts_with("https://"), "{value}");
                }
                if attribute == "style" {
                    assert!(
                        value.strip_prefix("width:").is_some_and(|width| width.ends_with('%')),
                        "{value}"
                    );
                }
                assert!(!value.contains('<'), "{value}");
            }
        }
        assert!(!html.contains('\u{1b}'), "no escape for a terminal");
    }
    let (html, _) = pages(&evil());
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39; onload="));
}

#[test]
fn the_page_loads_nothing_and_every_link_in_it_leads_somewhere() {
    for reports in [good(), evil(), of_two_operations()] {
        let (html, _) = pages(&reports);
        for loading in ["<link", "<script", "<img", "<iframe", "url(", "@import"] {
            assert!(!html.contains(loading), "{loading}");
        }
        assert!(html.contains("default-src 'none'"));
        let tags = tags(&html);
        let all = |wanted: &'static str| {
            let attributes = tags.iter().flat_map(|(_, attributes)| attributes);
            attributes.filter(move |(name, _)| name == wanted).map(|(_, value)| value.as_str())
        };
        let ids: HashSet<&str> = all("id").collect();
        assert_eq!(ids.len(), all("id").count(), "each id once");
        let links: BTreeSet<&str> = all("href").filter_map(|href| href.strip_prefix('#')).collect();
        let lost: Vec<_> = links.iter().filter(|link| !ids.contains(*link)).collect();
        assert!(lost.is_empty(), "{lost:?}");
        assert!(all("aria-labelledby").all(|id| ids.contains(id)));
        for id in ids {
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/');
            assert!(id.chars().all(plain), "{id}");
        }
    }
}

#[test]
fn each_cell_says_what_became_of_the_policy() {
    let (html, markdown) = pages(&good());
    for (policy, testee, class, words) in [
        ("union.known-member", "one", "broken must", "broken in 1 of 2 exchanges"),
        ("union.null-is-absent", "one", "broken must", "broken in 1 of 2 exchanges"),
        ("union.several-members-refused", "one", "broken should", "broken in 1 of 2 exchanges"),
        ("error.from-code", "one", "kept", "kept in 2 exchanges"),
        ("response.duplicate-members", "one", "observed", "yes, in 2 exchanges"),
        ("response.duplicate-members", "two", "observed", "no, in 1 of 2 exchanges"),
        ("union.known-member", "two", "none", "not applicable"),
        ("union.null-is-absent", "two", "none", "no exchange reached it"),
        ("union.several-members-refused", "two", "none", "left out of the run"),
        ("error.from-code", "two", "kept", "kept in 2 exchanges"),
    ] {
        let cell = format!(
            "<a class=\"mark {class}\" href=\"#{policy}/{testee}\" title=\"{testee} 1.0, {policy}: {words}\""
        );
        assert!(html.contains(&cell), "{cell}");
    }
    assert!(
        html.contains("later.than-this")
            && html.contains("This wireproof does not know the policy.")
    );
    for line in [
        "| `union.known-member` | must | [✗ 1 of 2](#unionknown-member) | n/a |",
        "| `union.null-is-absent` | must | [✗ 1 of 2](#unionnull-is-absent) | – |",
        "| `error.from-code` | must | ✓ | ✓ |",
        "| `response.duplicate-members` | may | yes | [no, 1 of 2](#responseduplicate-members) |",
        "### `response.duplicate-members`",
        "| *must* broken | 2 of 3 | 1 of 2 |",
        "### `union.null-is-absent`",
    ] {
        assert!(markdown.lines().any(|other| other == line), "{line}\n{markdown}");
    }
}

#[test]
fn a_finding_is_the_policy_what_was_done_and_the_bytes() {
    let (html, markdown) = pages(&good());
    let finding = "### `union.known-member`\n\n*must*: ";
    let (_, finding) = markdown.split_once(finding).expect("it is there");
    let (sentence, did) = finding.split_once("\n\n**one 1.0** ").expect("it is there");
    assert_eq!(sentence, crate::policy::find("union.known-member").expect("it is there").summary);
    let expected = "breaks it in 1 of 2 exchanges: it is not so, `2` where `1` was due.\n\n\
                    ```text\nunion/sample\nanswered  HTTP/1.1 200 OK\n\n          {\"A\":2}\n          ^\n\
                    outcome   response 200 {\"A\":2}\n```\n";
    assert!(did.starts_with(expected), "{did}");
    assert!(
        html.contains(
            "<pre tabindex=\"0\">\nHTTP/1.1 200 OK\n\n<mark>{</mark>&quot;A&quot;:2}</pre>"
        )
    );
    assert!(html.contains("<summary>What was sent</summary>"));
}

/// A line of Markdown without its code spans: each begins and ends with the same number of backticks.
fn outside_of_code(line: &str) -> String {
    let mut outside = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('`') {
        // A backslash before it makes it a backtick.
        if rest[..start].ends_with('\\') {
            outside.push_str(&rest[..=start]);
            rest = &rest[start + 1..];
            continue;
        }
        outside.push_str(&rest[..start]);
        let fence = rest[start..].len() - rest[start..].trim_start_matches('`').len();
        let mut after = &rest[start + fence..];
        loop {
            let end = after.find('`').unwrap_or_else(|| panic!("no end: {line}"));
            let length = after[end..].len() - after[end..].trim_start_matches('`').len();
            after = &after[end + length..];
            if length == fence {
                break;
            }
        }
        rest = after;
    }
    outside + rest
}

#[test]
fn nothing_in_a_report_breaks_the_markdown() {
    let (_, markdown) = pages(&evil());
    let mut fence = None;
    for line in markdown.lines() {
        match fence {
            Some(end) if line == end => fence = None,
            Some(_) => continue,
            None if line.starts_with("```") => fence = Some(line.trim_end_matches("text")),
            None => {
                let outside = outside_of_code(line);
                assert!(!outside.contains("<script") && !outside.contains("<img"), "{line}");
                assert!(!outside.contains("[a]("), "{line}");
            }
        }
        assert!(!line.contains('\u{1b}'));
    }
    assert_eq!(fence, None, "each block is closed");
    let rows =
        markdown.lines().filter(|line| line.starts_with("| ") && !line.contains("| policy |"));
    for row in rows {
        let bars = row.replace("\\|", "").matches('|').count();
        assert!((4..=5).contains(&bars), "two clients: {row}");
    }
    assert_eq!(markdown.lines().filter(|line| line.starts_with("# ")).count(), 1);
}

/// Reports of two operations whose names are the same in anchors, and of hostile ones.
fn of_two_operations() -> Vec<SavedReport> {
    let other = |name: &str, operation: &str| {
        Sample::new(name).operation(operation).policy("union.known-member", Verdict::Fail).read()
    };
    let mut reports = good();
    reports.extend([other("one", "Other"), other("one", "oTHER"), other("two", "Other")]);
    reports.extend(evil());
    reports
}

#[test]
fn each_operation_has_a_section_of_its_own() {
    let reports = of_two_operations();
    let (html, markdown) = pages(&reports);
    for (section, testee) in [("disassociateuser", "one"), ("other", "two"), ("other-2", "one")] {
        let cell = format!("href=\"#{section}/union.known-member/{testee}\"");
        assert!(html.contains(&cell), "{cell}");
        assert!(html.contains(&format!("<a href=\"#operation/{section}\">")), "{section}");
    }
    let headings: Vec<&str> = markdown.lines().filter(|line| line.starts_with('#')).collect();
    let anchors: Vec<String> = headings
        .iter()
        .map(|heading| markdown::anchor(heading.trim_start_matches('#').trim_start()))
        .collect();
    let links = markdown.split("](#").skip(1).filter_map(|rest| rest.split_once(')'));
    let lost: Vec<&str> = links
        .map(|(link, _)| link)
        .filter(|link| anchors.iter().filter(|anchor| anchor == link).count() != 1)
        .collect();
    assert!(lost.is_empty(), "{lost:?} among {headings:#?}");
    assert!(headings.contains(&"#### `union.known-member` of other-2"), "{headings:#?}");
    assert!(headings.contains(&"#### `union.known-member` of DisassociateUser"), "{headings:#?}");
}

#[test]
fn without_reports_there_is_no_matrix() {
    let of = |reports: &[SavedReport]| Matrix::of(reports).map(|_| ()).map_err(|e| e.to_string());
    assert_eq!(of(&[]), Err("there is no report".to_owned()));
    assert_eq!(of(&[Sample::new("a").read()]), Ok(()));
}
