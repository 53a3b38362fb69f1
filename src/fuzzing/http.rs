//! The target `http`: bytes that are sent to an endpoint.

use crate::exchange::{ClientView, Exchange, Outcome, Stage};
use crate::http::{Answer, Request, RequestParser, RequestProblem};
use crate::json::Json;

use super::contracts::default;
use super::judged::{Jury, judged};
use super::shown;
use super::target::{Checked, FuzzTarget};
use super::views::{behind_first, by_first};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "http",
    property: "The requests on a connection do not depend on the pieces in which their bytes arrive; they keep no \
               more bytes than were sent; and every policy can judge them.",
    views: by_first::<0x80, 0xff>(&[
        "each request alone",
        "in small pieces",
        "cut in two, at the places 1, 9 and 17 of 24",
        "cut in two, at the places 2, 10 and 18 of 24",
        "cut in two, at the places 3, 11 and 19 of 24",
        "cut in two, at the places 4, 12 and 20 of 24",
        "cut in two, at the places 5, 13 and 21 of 24",
        "cut in two, at the places 6, 14 and 22 of 24",
        "cut in two, at the places 7, 15 and 23 of 24",
        "cut in two, at the places 8, 16 and 24 of 24",
        "policies on requests",
        "policies on successes",
        "policies on unions and servers",
        "policies on errors",
        "policies on calls",
    ]),
    check,
    show,
    mutate: None,
};

/// The number of places at which the bytes are cut in two.
const CUTS: usize = 24;

/// The number of views that share these places.
const CUT_VIEWS: usize = 8;

/// The first of those views, and the first one of a jury.
const FIRST_CUT: usize = 2;
const FIRST_JURY: usize = FIRST_CUT + CUT_VIEWS;

/// What was read from a connection.
#[derive(Debug, PartialEq)]
struct Read {
    requests: Vec<Request>,
    problem: Option<RequestProblem>,
    /// The incomplete last request, if the connection ended in the middle of one.
    partial: Option<Request>,
    /// The number of bytes that belong to no request.
    left: usize,
}

fn show(data: &[u8]) -> String {
    let mut text = "  sent".to_owned();
    for line in behind_first::<0x80, 0xff>(data).split_inclusive(|byte| *byte == b'\n') {
        text.push_str("\n    ");
        text.push_str(&shown::bytes(line));
    }
    text
}

fn check(data: &[u8], view: usize) -> Checked {
    let data = behind_first::<0x80, 0xff>(data);
    let whole = read([data]);
    match view {
        0 => {
            fits(data, &whole)?;
            alone(data, &whole)
        }
        1 => {
            // The cost of reading byte by byte grows with the square of the length.
            if data.len() <= 256 {
                compare(&whole, &read(data.chunks(1)), || "byte by byte".to_owned())?;
            }
            compare(&whole, &read(data.chunks(7)), || "in sevens".to_owned())
        }
        FIRST_JURY.. => {
            let requests: Vec<_> = whole.requests.into_iter().chain(whole.partial).collect();
            let exchange = Exchange {
                response: Answer::json(200, "{}").response_to(&requests),
                requests,
                problems: whole
                    .problem
                    .map(|problem| (data.to_vec(), problem))
                    .into_iter()
                    .collect(),
                client: Some(ClientView {
                    input: Json::object::<String>([]),
                    outcome: Outcome::client_error(Stage::Read, "Any", ""),
                }),
            };
            judged(default(), exchange, Jury::ALL[view - FIRST_JURY])
        }
        _ => {
            let step = (data.len() / CUTS).max(1);
            let cuts = (1..data.len()).step_by(step);
            for cut in cuts.skip(view - FIRST_CUT).step_by(CUT_VIEWS) {
                let (first, second) = data.split_at(cut);
                compare(&whole, &read([first, second]), || format!("cut at byte {cut}"))?;
            }
            Ok(())
        }
    }
}

/// Checks that what was read has no more bytes than were sent.
fn fits(data: &[u8], whole: &Read) -> Checked {
    let kept: usize = whole.requests.iter().map(|request| request.raw.len()).sum();
    if whole.problem.is_none() && kept + whole.left != data.len() {
        return Err(format!(
            "of {} bytes {kept} are requests and {} are left",
            data.len(),
            whole.left
        ));
    }
    for request in whole.requests.iter().chain(&whole.partial) {
        if request.head_len > request.raw.len() || request.body.len() > request.raw.len() {
            return Err(format!("a request is more than its bytes: {request:?}"));
        }
    }
    Ok(())
}

/// Checks that a request does not depend on earlier ones. The bytes of each request alone must give the same request, and
/// the bytes after the first request must give the others. A slow reader must find the same body.
fn alone(data: &[u8], whole: &Read) -> Checked {
    for request in &whole.requests {
        if Request::parse(&request.raw).as_ref() != Ok(request) {
            return Err(format!("the bytes of a request alone give another one: {request:?}"));
        }
        let slow = slow_body(request);
        if slow.as_deref() != Some(&request.body) {
            return Err(format!("a slow reader takes {slow:?} for the body of {request:?}"));
        }
    }
    let Some((first, rest)) = whole.requests.split_first() else { return Ok(()) };
    let behind = read([&data[first.raw.len()..]]);
    let same = behind.requests == rest
        && behind.problem == whole.problem
        && behind.partial == whole.partial
        && behind.left == whole.left;
    match same {
        true => Ok(()),
        false => Err(format!("after a request: {rest:#?}\nwithout it: {behind:#?}")),
    }
}

/// Reads the body of a complete request from the bytes after its head; `None` if they are not a body.
fn slow_body(request: &Request) -> Option<Vec<u8>> {
    let mut rest = request.raw.get(request.head_len..)?;
    if !request.headers.has("Transfer-Encoding") {
        return Some(rest.to_vec());
    }
    let mut body = Vec::new();
    loop {
        let line = rest.windows(2).position(|pair| pair == b"\r\n")?;
        let size: String =
            rest[..line].iter().map(|byte| char::from(*byte)).take_while(|c| *c != ';').collect();
        let size = usize::from_str_radix(size.trim_ascii_end(), 16).ok()?;
        rest = &rest[line + 2..];
        if size == 0 {
            // Trailer fields may follow, and then an empty line.
            return (rest == b"\r\n" || rest.ends_with(b"\r\n\r\n")).then_some(body);
        }
        body.extend_from_slice(rest.get(..size)?);
        rest = rest[size..].strip_prefix(b"\r\n")?;
    }
}

fn compare(whole: &Read, pieces: &Read, how: impl FnOnce() -> String) -> Checked {
    match whole == pieces {
        true => Ok(()),
        false => Err(format!("at once: {whole:#?}\n{}: {pieces:#?}", how())),
    }
}

/// Reads a connection like an endpoint. Its bytes arrive in these pieces.
fn read<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Read {
    let mut parser = RequestParser::new();
    let mut requests = Vec::new();
    for piece in pieces {
        let mut piece = piece;
        loop {
            match parser.feed(piece) {
                Ok(Some(request)) => requests.push(request),
                Ok(None) => break,
                Err(problem) => {
                    return Read { requests, problem: Some(problem), partial: None, left: 0 };
                }
            }
            piece = &[]; // the parser may still hold the next request
        }
    }
    let left = parser.pending().len();
    Read { requests, problem: None, partial: parser.finish(), left }
}
