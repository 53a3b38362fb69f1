//! The exchange of a failure, line by line.

use std::ops::Range;

use crate::exchange::SavedResponse;
use crate::report::excerpt::{Excerpt, excerpt};
use crate::report::saved::{SavedFailure, SavedMark, SavedPart};

/// How many columns of a header line are shown. A signature takes more.
const FIELD: usize = 200;

/// How many header lines are shown.
const LINES: usize = 30;

/// A part of an exchange.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The name of the part: `input`, `sent`, `answered` or `outcome`.
    pub(super) name: &'static str,
    /// The lines, with marks under the bytes that matter.
    pub(super) lines: Vec<Excerpt>,
}

/// Returns the parts of an exchange that broke a policy, to the byte. If a body takes more than `width` columns, only
/// the bytes around its mark are shown.
pub(super) fn parts(failure: &SavedFailure, width: usize) -> Vec<Part> {
    let exchange = &failure.exchange;
    let mark = |part| {
        let marks = failure.findings.iter().filter_map(|finding| finding.mark.as_ref());
        marks.filter_map(|mark: &SavedMark| mark.within(part)).next()
    };
    let (in_request, in_response) = (mark(SavedPart::Request), mark(SavedPart::Response));
    let mut parts = Vec::new();
    if let Some(input) = &exchange.input {
        parts.push(part("input", vec![word(input.to_string().as_bytes())]));
    }
    for (place, request) in exchange.requests.iter().enumerate() {
        let mark = in_request.as_ref().filter(|_| place == 0);
        let mut lines = message(&request.bytes, mark, width);
        if !request.complete {
            lines.push(word(b"(the request ends here: it is not whole)"));
        }
        parts.push(part("sent", lines));
    }
    for problem in &exchange.problems {
        let message = word(format!("({})", problem.message).as_bytes());
        let lines = vec![message, excerpt(&problem.bytes, None, width)];
        parts.push(part("sent", lines));
    }
    if exchange.requests.is_empty() && exchange.problems.is_empty() {
        parts.push(part("sent", vec![word(b"nothing")]));
    }
    if exchange.response.is_none() && !exchange.requests.is_empty() {
        parts.push(part("answered", vec![word(b"nothing")]));
    }
    if let Some(response) = &exchange.response {
        let mut lines = message(&response.bytes, in_response.as_ref(), width);
        lines.extend(ending(response).map(|text| word(text.as_bytes())));
        parts.push(part("answered", lines));
    }
    if let Some(outcome) = &exchange.outcome {
        parts.push(part("outcome", vec![excerpt(outcome.to_string().as_bytes(), None, width)]));
    }
    parts
}

fn part(name: &'static str, lines: Vec<Excerpt>) -> Part {
    Part { name, lines }
}

fn word(text: &[u8]) -> Excerpt {
    excerpt(text, None, FIELD * 3)
}

/// Returns how the connection ended, if it ended early or by a reset.
fn ending(response: &SavedResponse) -> Option<&'static str> {
    match (response.complete, response.connection.as_str()) {
        (true, "reset") => Some("(then the connection was reset)"),
        (true, _) => None,
        (false, "reset") => Some("(then the connection was reset, before the end of the answer)"),
        (false, _) => Some("(then the connection was closed, before the end of the answer)"),
    }
}

/// Returns the lines of a message: each line of its heads, and its body as one line. Interim responses have their own
/// heads.
fn message(raw: &[u8], mark: Option<&Range<usize>>, width: usize) -> Vec<Excerpt> {
    let mut lines = Vec::new();
    let mut at = 0;
    let mut left_out = 0;
    let mut interim = raw.starts_with(b"HTTP/1.1 1");
    while at < raw.len() {
        let rest = &raw[at..];
        let end = rest.windows(2).position(|pair| pair == b"\r\n");
        let (line, length) = end.map_or((rest, rest.len()), |end| (&rest[..end], end + 2));
        at += length;
        match line.is_empty() {
            false if lines.len() < LINES => lines.push(excerpt(line, None, FIELD)),
            false => left_out += 1,
            true if interim && at < raw.len() => {
                interim = raw[at..].starts_with(b"HTTP/1.1 1");
                lines.push(excerpt(b"", None, FIELD));
            }
            true => break,
        }
    }
    if left_out > 0 {
        lines.push(word(format!("(and {left_out} more lines)").as_bytes()));
    }
    // The file may hold a mark outside the body.
    let shifted = |mark: &Range<usize>| {
        let start = mark.start.checked_sub(at)?;
        Some(start..mark.end.saturating_sub(at).max(start))
    };
    let mark = mark.and_then(shifted);
    if at < raw.len() || mark.is_some() {
        lines.push(excerpt(b"", None, FIELD));
        lines.push(excerpt(&raw[at..], mark.as_ref(), width));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(raw: &[u8], mark: Option<Range<usize>>) -> Vec<(String, String)> {
        let lines = message(raw, mark.as_ref(), 80).into_iter();
        lines.map(|line| (line.line, line.marks)).collect()
    }

    fn texts(raw: &[u8]) -> Vec<String> {
        shown(raw, None).into_iter().map(|(line, _)| line).collect()
    }

    #[test]
    fn heads_are_lines_and_a_body_is_one() {
        assert_eq!(
            texts(b"HTTP/1.1 200 OK\r\nA: b\r\n\r\n{\"a\":\r\n1}"),
            ["HTTP/1.1 200 OK", "A: b", "", "{\"a\":\\r\\n1}"]
        );
        assert_eq!(
            texts(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n"),
            ["HTTP/1.1 100 Continue", "", "HTTP/1.1 204 No"]
        );
        assert_eq!(texts(b"HTTP/1.1 200 O"), ["HTTP/1.1 200 O"]);
        assert_eq!(texts(b""), [""; 0]);
        let many = "A: b\r\n".repeat(1_000);
        assert_eq!(texts(many.as_bytes()).last().map(String::as_str), Some("(and 970 more lines)"));
    }

    #[test]
    fn a_mark_stands_under_its_byte_wherever_it_points() {
        let raw = b"HTTP/1.1 200 OK\r\n\r\n{\"a\":1}";
        let marked = |from, to| shown(raw, Some(from..to)).last().cloned().expect("a line");
        assert_eq!(marked(24, 25), ("{\"a\":1}".to_owned(), "     ^".to_owned()));
        assert_eq!(marked(26, 27).1, "       ^", "what is missing behind the end");
        assert_eq!(marked(0, 3).1, "", "in the head nothing is marked");
        assert_eq!(marked(24, 3).1, "", "an end before its start");
        assert_eq!(marked(usize::MAX, usize::MAX).1, "       ^");
    }
}
