//! The target `request_head`: the head of a request, at the speed of the reader.

use memchr::memchr;

use crate::http::{Request, RequestParser, RequestProblem};

use super::differential::trimmed;
use super::shown;
use super::target::{Checked, FuzzTarget};
use super::views::Views;

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "request_head",
    property: "A request is the same whether its bytes arrive at once or in two pieces, and its method, target and \
               fields are those that a second reader finds line by line.",
    views: Views::ONE,
    check: |data, _| check(data),
    show: |data| format!("  sent  {}", shown::bytes(data)),
    mutate: None,
};

fn check(data: &[u8]) -> Checked {
    let whole = RequestParser::new().feed(data);
    let (first, second) = data.split_at(cut(data));
    let mut parser = RequestParser::new();
    let pieces = match parser.feed(first) {
        Ok(None) => parser.feed(second),
        // It was complete or refused before the second piece came.
        ended => ended,
    };
    if !is_same(&whole, &pieces) {
        return Err(format!("at once: {whole:#?}\ncut at byte {}: {pieces:#?}", first.len()));
    }
    match &whole {
        Ok(Some(request)) if !is_spelled(request) => {
            Err(format!("its lines do not say what was read: {request:#?}"))
        }
        _ => Ok(()),
    }
}

/// Where to cut: anywhere, but always at the same place of the same bytes.
fn cut(data: &[u8]) -> usize {
    let sum = data.iter().take(64).fold(data.len(), |sum, byte| sum * 31 % 65_521 + *byte as usize);
    sum % (data.len() + 1)
}

type Read = Result<Option<Request>, RequestProblem>;

/// Reports whether both are the same. The offset of a problem may lie elsewhere: the reader stops at the first piece that
/// shows it.
fn is_same(one: &Read, other: &Read) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => one == other,
        (Err(one), Err(other)) => one.framing == other.framing,
        _ => false,
    }
}

/// Reports whether the lines of the head spell the method, the target and the fields of `request`, and nothing else.
fn is_spelled(request: &Request) -> bool {
    let mut lines = Lines(&request.raw[..request.head_len]);
    // A server ignores empty lines before a request (RFC 9112, section 2.2).
    let Some(first) = lines.find(|line| !line.is_empty()) else { return false };
    let start = first
        .strip_prefix(request.method.as_bytes())
        .and_then(|rest| rest.strip_prefix(b" "))
        .and_then(|rest| rest.strip_prefix(request.target.as_bytes()))
        .and_then(|rest| rest.strip_prefix(b" HTTP/1."));
    let minor = [b'0' + request.minor_version];
    let fields = request.headers.iter().all(|field| {
        let value = lines
            .next()
            .and_then(|line| line.strip_prefix(field.name.as_bytes()))
            .and_then(|rest| rest.strip_prefix(b":"));
        value.is_some_and(|value| trimmed(value) == trimmed(&field.value))
    });
    start == Some(&minor) && fields && lines.next() == Some(b"") && lines.0.is_empty()
}

/// The lines of a head, each without its end.
struct Lines<'a>(&'a [u8]);

impl<'a> Iterator for Lines<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let end = memchr(b'\n', self.0)?;
        let line = &self.0[..end];
        self.0 = &self.0[end + 1..];
        Some(line.strip_suffix(b"\r").unwrap_or(line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_reader_sees_what_is_wrong() {
        let raw = b"\r\nPOST /a HTTP/1.1\r\nHost: x\nA:\t b \r\n\r\n";
        let request = Request::parse(raw).expect("a request");
        assert!(is_spelled(&request));
        let mut other = request.clone();
        other.target = "/b".to_owned();
        assert!(!is_spelled(&other));
        other = request.clone();
        other.headers.push("C", "d");
        assert!(!is_spelled(&other));
        other = request;
        other.headers = [("Host", "x")].into_iter().collect();
        assert!(!is_spelled(&other));
    }
}
