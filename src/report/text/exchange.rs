//! Writes one exchange: the input, the request, the response and the outcome.

use std::fmt::Write as _;
use std::ops::Range;

use crate::exchange::Exchange;
use crate::http::{Ending, Header};
use crate::policy::{Finding, MarkedPart};
use crate::report::excerpt::excerpt;

use super::layout::{FIELD, TextOptions, WIDTH, field};

/// How many header fields of a message are shown.
const FIELDS: usize = 30;

/// How many pieces of bytes that are not a request are shown for one exchange.
const MOST_PROBLEMS: usize = 5;

/// Writes an exchange, with marks under the bytes that `findings` mark. It shows the header fields of the request if
/// `with_fields` is set or a finding is about one.
pub(in crate::report) fn write_exchange<'f>(
    out: &mut String,
    options: &TextOptions,
    exchange: &Exchange,
    findings: impl Iterator<Item = &'f Finding>,
    with_fields: bool,
) {
    let findings: Vec<_> = findings.collect();
    let with_fields = with_fields
        || findings.iter().any(|finding| finding.path.as_str().starts_with("request.headers"));
    let marks: Vec<_> = findings.iter().filter_map(|finding| finding.mark.as_ref()).collect();
    let mark = |part| marks.iter().find(|mark| mark.part == part).map(|mark| &mark.range);
    if let Some(input) = exchange.input() {
        let input = input.to_string();
        field(out, options, "input", &excerpt(input.as_bytes(), None, WIDTH).line);
    }
    match exchange.request() {
        None if exchange.problems.is_empty() => field(out, options, "sent", "nothing"),
        None => field(out, options, "sent", "no request"),
        Some(request) => {
            let told = request.told_endpoint().map_or("", |url| url.path);
            if !told.is_empty() {
                field(out, options, "endpoint", &format!("http://…{told}"));
            }
            field(out, options, "sent", &format!("{} {}", request.method, request.target));
            if with_fields {
                let line = |field: &Header| [field.name.as_bytes(), b": ", &field.value].concat();
                let fields: Vec<_> = request.headers.iter().map(line).collect();
                lines(out, options, &fields);
            }
            bytes(out, options, &request.body, mark(MarkedPart::RequestBody));
            if !request.complete {
                let arrived = request.raw.len();
                let text =
                    format!("(the request ends here, after {arrived} bytes: it is not whole)");
                field(out, options, "", &text);
            }
            if exchange.requests.len() > 1 {
                field(out, options, "", &format!("({} requests)", exchange.requests.len()));
            }
        }
    }
    for (unread, problem) in exchange.problems.iter().take(MOST_PROBLEMS) {
        field(out, options, "", &format!("({problem})"));
        bytes(out, options, unread, None);
    }
    if let Some(more @ 1..) = exchange.problems.len().checked_sub(MOST_PROBLEMS) {
        field(out, options, "", &format!("(and {more} more)"));
    }
    if exchange.response.is_none() && exchange.request().is_some() {
        field(out, options, "answered", "nothing");
    }
    if let Some(response) = &exchange.response {
        let status = match response.status {
            0 => "no status".to_owned(),
            status => status.to_string(),
        };
        let interim = response.interim.iter().map(|status| format!("{status}, then "));
        field(out, options, "answered", &(interim.collect::<String>() + &status));
        lines(out, options, &response.field_lines());
        bytes(out, options, &response.body, mark(MarkedPart::ResponseBody));
        if !response.time.is_zero() {
            field(out, options, "", &format!("(it took {} ms)", response.time.as_millis()));
        }
        let ended = match (response.complete, response.ending) {
            (true, Ending::Open | Ending::Closed) => None,
            (true, Ending::Reset) => Some("reset"),
            (false, Ending::Reset) => Some("reset, before the end of the answer"),
            (false, _) => Some("closed, before the end of the answer"),
        };
        if let Some(ended) = ended {
            field(out, options, "", &format!("(then the connection was {ended})"));
        }
    }
    if let Some(outcome) = exchange.outcome() {
        let outcome = outcome.to_string();
        field(out, options, "outcome", &excerpt(outcome.as_bytes(), None, WIDTH * 2).line);
    }
    out.push('\n');
}

/// Writes the lines of header fields. Those of a response are as they were sent: a fold of a line is what a client may
/// have failed on.
fn lines(out: &mut String, options: &TextOptions, lines: &[impl AsRef<[u8]>]) {
    for line in lines.iter().take(FIELDS) {
        // A signature is at the end of a long field, so a header field gets more room.
        field(out, options, "", &excerpt(line.as_ref(), None, WIDTH * 3).line);
    }
    if let Some(more @ 1..) = lines.len().checked_sub(FIELDS) {
        field(out, options, "", &format!("(and {more} more fields)"));
    }
}

fn bytes(out: &mut String, options: &TextOptions, bytes: &[u8], mark: Option<&Range<usize>>) {
    if bytes.is_empty() && mark.is_none() {
        field(out, options, "", "(no body)");
        return;
    }
    let excerpt = excerpt(bytes, mark, WIDTH);
    field(out, options, "", &excerpt.line);
    if !excerpt.marks.is_empty() {
        // `field` escapes the codes of colours, so this line is written without it.
        let _ = writeln!(out, "        {:FIELD$}{}", "", options.paint.bad(excerpt.marks));
    }
}
