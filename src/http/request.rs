//! Requests as they were received.

use std::time::SystemTime;

use super::chunked::{self, Chunked};
use super::endpoint_url::EndpointUrl;
use super::headers::Headers;

/// A request, with the bytes that it came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Every byte, head and body, as received.
    pub raw: Vec<u8>,
    /// The method as it was spelled.
    pub method: String,
    /// The request target: path and query, as it was spelled.
    pub target: String,
    /// The minor version: 1 for HTTP/1.1.
    pub minor_version: u8,
    /// The header fields.
    pub headers: Headers,
    /// Where in `raw` the head ends.
    pub head_len: usize,
    /// The body, its transfer coding removed. What there was of it, where it is not whole.
    pub body: Vec<u8>,
    /// Whether the body came to its end as its framing told it.
    pub complete: bool,
    /// When and where it arrived; `None` if nobody noted that, as for bytes from a file.
    pub arrival: Option<Arrival>,
}

/// When and where a request arrived. The policies on the date, the host and the path of the endpoint need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// When all of it had arrived.
    pub time: SystemTime,
    /// The URL of the endpoint that the client was told to call: `http://127.0.0.1:40123/base`.
    pub endpoint: String,
}

/// Why some bytes are no request.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} at byte {offset}")]
#[non_exhaustive]
pub struct RequestProblem {
    /// Where, in bytes from the beginning of the request.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// Whether it is the framing of the body: the head before it can be read.
    pub framing: bool,
}

/// Longest head that is read, in bytes.
const MAX_HEAD: usize = 1024 * 1024;

/// Most bytes of one request that are read: 32 MiB, twice as much as a call to a testee may have.
const MAX_REQUEST: usize = 32 * 1024 * 1024;

/// Most header fields of one request that are read.
const MAX_HEADERS: usize = 1_000;

/// Reads a request from bytes that come piece by piece.
#[derive(Debug, Default)]
pub struct RequestParser {
    bytes: Vec<u8>,
    head: Option<Request>,
    /// How far a chunked body was read.
    chunks: chunked::Reader,
}

impl RequestParser {
    /// Returns a parser that has seen nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports whether a request has begun.
    pub fn has_begun(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// Returns the head, once it has come.
    pub fn head(&self) -> Option<&Request> {
        self.head.as_ref()
    }

    /// Takes `bytes`, and returns the request if they end it. What follows it is kept for the next
    /// one; an empty slice asks for that.
    ///
    /// # Errors
    ///
    /// If the bytes are no request, or are too large for one.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<Option<Request>, RequestProblem> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() > MAX_REQUEST {
            return Err(problem(MAX_REQUEST, format!("a request larger than {MAX_REQUEST} bytes")));
        }
        if self.head.is_none() {
            self.head = parse_head(&self.bytes)?;
        }
        let Some(head) = &self.head else {
            return Ok(None);
        };
        let Some((body, taken)) = body(&self.bytes, head, &mut self.chunks)? else {
            return Ok(None);
        };
        self.chunks = chunked::Reader::default();
        let rest = self.bytes.split_off(taken);
        let raw = std::mem::replace(&mut self.bytes, rest);
        let request = self.head.take().map(|head| Request { raw, body, complete: true, ..head });
        Ok(request)
    }

    /// Ends the input: what there is of a request that has a head but not its whole body.
    pub fn finish(self) -> Option<Request> {
        let head = self.head?;
        let body = if head.headers.has("transfer-encoding") {
            self.chunks.into_body()
        } else {
            self.bytes[head.head_len..].to_vec()
        };
        Some(Request { raw: self.bytes, body, complete: false, ..head })
    }

    /// Returns the bytes that belong to no request so far.
    pub fn pending(&self) -> &[u8] {
        &self.bytes
    }
}

impl Request {
    /// Returns the URL that the client was told to call, if that is known.
    pub(crate) fn told_endpoint(&self) -> Option<EndpointUrl<'_>> {
        EndpointUrl::parse(&self.arrival.as_ref()?.endpoint)
    }

    /// Reads a request that is all there.
    ///
    /// # Errors
    ///
    /// If the bytes are no request, or have no whole head.
    pub fn parse(raw: &[u8]) -> Result<Self, RequestProblem> {
        let mut parser = RequestParser::new();
        match parser.feed(raw)? {
            Some(request) => Ok(request),
            None => parser
                .finish()
                .ok_or_else(|| problem(raw.len(), "the head of the request does not end".into())),
        }
    }

    /// Returns a request over HTTP/1.1, with a `Content-Length` that is true behind the other headers.
    ///
    /// Nothing is checked: what is no method, target or header makes a request that cannot be read.
    pub fn new(method: &str, target: &str, mut headers: Headers, body: &[u8]) -> Self {
        let raw = Self::write(method, target, &headers, body);
        headers.push("Content-Length", body.len().to_string());
        Self {
            head_len: raw.len() - body.len(),
            raw,
            method: method.to_owned(),
            target: target.to_owned(),
            minor_version: 1,
            headers,
            body: body.to_vec(),
            complete: true,
            arrival: None,
        }
    }

    /// Writes a request with a `Content-Length` that is true.
    pub fn write(method: &str, target: &str, headers: &Headers, body: &[u8]) -> Vec<u8> {
        let mut raw = format!("{method} {target} HTTP/1.1\r\n").into_bytes();
        for header in headers.iter() {
            raw.extend_from_slice(header.name.as_bytes());
            raw.extend_from_slice(b": ");
            raw.extend_from_slice(&header.value);
            raw.extend_from_slice(b"\r\n");
        }
        raw.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
        raw.extend_from_slice(body);
        raw
    }
}

fn parse_head(bytes: &[u8]) -> Result<Option<Request>, RequestProblem> {
    let mut fields = vec![httparse::EMPTY_HEADER; 64];
    loop {
        let mut parsed = httparse::Request::new(&mut fields);
        match parsed.parse(bytes) {
            Ok(httparse::Status::Complete(head_len)) => {
                return Ok(Some(Request {
                    raw: Vec::new(),
                    method: parsed.method.unwrap_or_default().to_owned(),
                    target: parsed.path.unwrap_or_default().to_owned(),
                    minor_version: parsed.version.unwrap_or(1),
                    headers: parsed.headers.iter().map(|h| (h.name, h.value)).collect(),
                    head_len,
                    body: Vec::new(),
                    complete: false,
                    arrival: None,
                }));
            }
            Ok(httparse::Status::Partial) if bytes.len() > MAX_HEAD => {
                return Err(problem(MAX_HEAD, format!("a head larger than {MAX_HEAD} bytes")));
            }
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) if fields.len() < MAX_HEADERS => {
                fields.resize(MAX_HEADERS, httparse::EMPTY_HEADER);
            }
            Err(httparse::Error::TooManyHeaders) => {
                return Err(problem(0, format!("a head of more than {MAX_HEADERS} header fields")));
            }
            Err(error) => return Err(problem(0, format!("not an HTTP/1.1 request: {error}"))),
        }
    }
}

/// Returns the body behind a head and where it ends, once it is whole.
fn body(
    bytes: &[u8],
    head: &Request,
    chunks: &mut chunked::Reader,
) -> Result<Option<(Vec<u8>, usize)>, RequestProblem> {
    let rest = &bytes[head.head_len..];
    // A transfer coding overrides a length (RFC 9112, section 6.3).
    if head.headers.has("transfer-encoding") {
        let chunked = head
            .headers
            .all("transfer-encoding")
            .last()
            .and_then(|header| header.text())
            .is_some_and(|value| {
                value.rsplit(',').next().is_some_and(|c| c.trim().eq_ignore_ascii_case("chunked"))
            });
        if !chunked {
            let message = "a transfer coding that does not end in chunked".to_owned();
            return Err(unframed(head.head_len, message));
        }
        return match chunks.read(rest) {
            Chunked::Partial => Ok(None),
            Chunked::Whole { body, taken } => Ok(Some((body, head.head_len + taken))),
            Chunked::Broken { offset, what } => {
                Err(unframed(head.head_len + offset, format!("a broken chunked body: {what}")))
            }
        };
    }
    let mut lengths = head.headers.all("content-length").map(|header| {
        let text = header.text().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
        text.and_then(|text| text.parse::<usize>().ok())
    });
    let length = match lengths.next() {
        None => 0,
        Some(first) => match first.filter(|first| lengths.all(|other| other == Some(*first))) {
            Some(length) => length,
            None => return Err(unframed(0, "a Content-Length that is no length".into())),
        },
    };
    let end = head.head_len.saturating_add(length);
    Ok(bytes.get(head.head_len..end).map(|body| (body.to_vec(), end)))
}

fn problem(offset: usize, message: String) -> RequestProblem {
    RequestProblem { offset, message, framing: false }
}

fn unframed(offset: usize, message: String) -> RequestProblem {
    RequestProblem { offset, message, framing: true }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_requests_one_byte_at_a_time_and_back_to_back() {
        let headers = [("Host", "x"), ("X-Twice", "1"), ("x-twice", "2")].into_iter().collect();
        let first = Request::write("POST", "/a?b=c", &headers, b"{\"k\":1}");
        let made = Request::new("POST", "/a?b=c", headers, b"{\"k\":1}");
        assert_eq!(Request::parse(&first), Ok(made));
        let second =
            b"PUT /z HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n".to_vec();
        let mut parser = RequestParser::new();
        let mut seen = Vec::new();
        for byte in first.iter().chain(&second) {
            seen.extend(parser.feed(&[*byte]).expect("they are requests"));
        }
        assert_eq!(seen.len(), 2);
        assert_eq!((seen[0].method.as_str(), seen[0].target.as_str()), ("POST", "/a?b=c"));
        assert_eq!((&seen[0].raw, &seen[0].body[..]), (&first, &b"{\"k\":1}"[..]));
        assert_eq!(seen[0].headers.all("X-TWICE").count(), 2);
        assert_eq!((&seen[1].raw, &seen[1].body[..]), (&second, &b"ab"[..]));
        assert!(!parser.has_begun());

        let mut parser = RequestParser::new();
        let both = [first, second].concat();
        assert!(parser.feed(&both).expect("a request").is_some());
        assert_eq!(parser.feed(&[]).expect("a request").map(|r| r.method), Some("PUT".into()));
    }

    #[test]
    fn keeps_what_there_is_of_a_body() {
        let request = Request::parse(b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc");
        let request = request.expect("it has a head");
        assert_eq!((request.complete, &request.body[..]), (false, &b"abc"[..]));
        let request = Request::parse(
            b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n9\r\nde",
        );
        let request = request.expect("it has a head");
        assert_eq!((request.complete, &request.body[..]), (false, &b"abcde"[..]));
        assert!(Request::parse(b"POST / HT").is_err());
    }

    #[test]
    fn reads_a_large_chunked_body_in_small_pieces() {
        let body = vec![b'x'; 8 * 1024 * 1024];
        let mut raw = b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
        raw.extend(chunked::Chunks::from(vec![1000]).write(&body).concat());
        let mut parser = RequestParser::new();
        let mut seen = None;
        for piece in raw.chunks(256) {
            seen = parser.feed(piece).expect("a request");
        }
        assert_eq!(seen.map(|request| request.body), Some(body));
    }

    #[test]
    fn refuses_what_is_no_request() {
        for (raw, framing) in [
            (&b"\x16\x03\x01\x02\x00"[..], false),
            (b"POST / HTTP/1.1\r\nHost", false),
            (b"POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", true),
            (b"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", true),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\n", true),
            (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", true),
        ] {
            let told = Request::parse(raw).map(drop).map_err(|problem| problem.framing);
            assert_eq!(told, Err(framing), "{}", String::from_utf8_lossy(raw));
        }
    }
}
