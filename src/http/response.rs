//! Responses as a client could have received them.

use std::borrow::Cow;
use std::time::Duration;

use memchr::memmem;

use super::chunked::{self, Chunked};
use super::headers::Headers;

/// A response, with the bytes that it went out in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Every byte that was sent, interim responses included, as far as the connection lasted.
    pub raw: Vec<u8>,
    /// The statuses of the interim responses that came before it.
    pub interim: Vec<u16>,
    /// The status; 0 where the connection ended before it was told.
    pub status: u16,
    /// The header fields, folded lines joined, as far as they were sent.
    pub headers: Headers,
    /// Whether the value of a header field goes on in another line (RFC 9112, section 5.2).
    pub folded: bool,
    /// The body, its transfer coding removed, as far as it was sent.
    pub body: Vec<u8>,
    /// Whether the message came to its end as its framing told it.
    pub complete: bool,
    /// Whether its body did. One in chunks ends with the last of them, and the message only with the
    /// fields behind that (RFC 9112, section 8).
    pub whole_body: bool,
    /// Whether it came in chunks whose sizes are spelled out of the ordinary: with capital digits, with zeros before
    /// them, or with an extension.
    pub odd_chunks: bool,
    /// Whether more was sent on the connection than belongs to the message.
    pub surplus: bool,
    /// Whether it was sent before the request was read.
    pub early: bool,
    /// What became of the connection.
    pub ending: Ending,
    /// How long the sending took at least, with every pause in it.
    pub time: Duration,
}

/// What becomes of a connection behind the bytes of a response.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Ending {
    /// It stays open.
    #[default]
    Open,
    /// It is closed in order.
    Closed,
    /// It is reset.
    Reset,
}

impl Ending {
    /// Returns the name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Reset => "reset",
        }
    }
}

impl Response {
    /// Reports whether the status is one of a success: 200 to 299.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Returns the lines of the header fields, byte for byte as they were sent and without the end of each field. A
    /// folded field is one of them, with the line ends in it (RFC 9112, section 5.2).
    pub fn field_lines(&self) -> Vec<&[u8]> {
        let mut rest = &self.raw[..];
        loop {
            let whole = memmem::find(rest, b"\r\n\r\n").map(|end| end + 4);
            let head = &rest[..whole.unwrap_or(rest.len())];
            let mut lines = field_lines(head);
            let (status, ..) = read_head(head);
            match whole {
                Some(end) if (100..200).contains(&status) => rest = &rest[end..],
                _ => {
                    lines.drain(..lines.len().min(1)); // the status line
                    return lines;
                }
            }
        }
    }

    /// Returns the response with these bytes and this ending, as they were kept. The fields that the bytes do not say
    /// are false or zero.
    #[cfg(feature = "run")]
    pub(crate) fn read_again(raw: Vec<u8>, ending: Ending) -> Self {
        Self::read(raw, ending).0
    }

    /// Reads what a client can make of bytes that come before such an ending, and says how many of
    /// them it takes: more may stand behind the message.
    pub(super) fn read(raw: Vec<u8>, ending: Ending) -> (Self, usize) {
        let mut response = Self { ending, ..Self::default() };
        let mut at = 0;
        loop {
            let head = &raw[at..];
            let whole = memmem::find(head, b"\r\n\r\n").map(|end| end + 4);
            let (status, headers, folded) = read_head(&head[..whole.unwrap_or(head.len())]);
            at += whole.unwrap_or(head.len());
            // Interim responses have no body, and another head follows (RFC 9110, section 15.2).
            let interim = (100..200).contains(&status);
            if !interim {
                (response.status, response.headers, response.folded) = (status, headers, folded);
            }
            match whole {
                Some(_) if interim => response.interim.push(status),
                Some(_) => break,
                None => {
                    response.raw = raw;
                    return (response, at);
                }
            }
        }
        at += response.read_body(&raw[at..]);
        response.raw = raw;
        (response, at)
    }

    /// Reads the body out of what stands behind the head, and says how many bytes it takes
    /// (RFC 9112, section 6.3).
    fn read_body(&mut self, rest: &[u8]) -> usize {
        let length = match (self.status, length(&self.headers)) {
            (204 | 304, _) => Some(0),
            _ if self.headers.has("Transfer-Encoding") => {
                let mut chunks = chunked::Reader::default();
                let read = chunks.read(rest);
                self.odd_chunks = chunks.is_odd();
                let (body, taken) = match read {
                    Chunked::Whole { body, taken } => {
                        self.complete = true;
                        (body, taken)
                    }
                    Chunked::Partial | Chunked::Broken { .. } => {
                        self.whole_body = chunks.is_behind_last();
                        (chunks.into_body(), rest.len())
                    }
                };
                self.whole_body |= self.complete;
                self.body = body;
                return taken;
            }
            (_, length) => length,
        };
        let taken = length.map_or(rest.len(), |length| length.min(rest.len()));
        self.body = rest[..taken].to_vec();
        // Without a length the end of the connection ends the body, but for one that is an error
        // (RFC 9112, section 8).
        self.complete = match length {
            Some(length) => taken == length,
            None => self.ending == Ending::Closed,
        };
        self.whole_body = self.complete;
        taken
    }
}

/// Returns the status and the fields of a head, as far as their lines are whole; the status is 0 where its
/// line is not. The last part of the result reports whether a field is folded.
fn read_head(head: &[u8]) -> (u16, Headers, bool) {
    let lines = field_lines(head);
    let folded = lines.iter().any(|line| memmem::find(line, b"\r\n").is_some());
    let mut lines = lines.into_iter().map(unfolded);
    let status = lines.next().and_then(|line| {
        let status = std::str::from_utf8(line.get(9..12)?).ok()?;
        status.parse().ok()
    });
    let fields = lines.filter_map(|line| {
        let colon = memchr::memchr(b':', &line)?;
        let value = line[colon + 1..].strip_prefix(b" ").unwrap_or(&line[colon + 1..]);
        Some((String::from_utf8_lossy(&line[..colon]).into_owned(), value.to_vec()))
    });
    (status.unwrap_or(0), fields.collect(), folded)
}

/// Returns the lines of a head as far as they are whole, without their ends; the status line is the first. A folded
/// line goes on with the line before it (RFC 9112, section 5.2), and with its line end.
fn field_lines(head: &[u8]) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(end) = memmem::find(&head[at..], b"\r\n").map(|end| at + end) {
        at = end + 2;
        let folds = matches!(head.get(at), Some(b' ' | b'\t'));
        let last = memmem::find(&head[at..], b"\r\n").is_none();
        if !folds || last {
            lines.push(&head[start..end]);
            start = at;
        }
    }
    lines.retain(|line| !line.is_empty());
    lines
}

/// Returns a line with a space in place of each fold.
fn unfolded(line: &[u8]) -> Cow<'_, [u8]> {
    if memmem::find(line, b"\r\n").is_none() {
        return Cow::Borrowed(line);
    }
    let mut joined = Vec::with_capacity(line.len());
    let mut at = 0;
    while let Some(end) = memmem::find(&line[at..], b"\r\n").map(|end| at + end) {
        joined.extend_from_slice(&line[at..end]);
        joined.push(b' ');
        at = line.len() - line[end + 2..].trim_ascii_start().len();
    }
    joined.extend_from_slice(&line[at..]);
    Cow::Owned(joined)
}

/// Returns the length that the fields tell.
fn length(headers: &Headers) -> Option<usize> {
    headers.all("Content-Length").next()?.text()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(raw: &str, ending: Ending) -> (Response, usize) {
        Response::read(raw.into(), ending)
    }

    #[test]
    fn the_framing_tells_the_end_of_the_body() {
        use Ending::{Closed, Open, Reset};
        for (fields, rest, ending, body, complete, behind) in [
            ("Content-Length: 2\r\n", "abc", Open, "ab", true, 1),
            ("content-length:2\r\n", "a", Closed, "a", false, 0),
            ("X: y\r\n", "abc", Closed, "abc", true, 0),
            ("", "abc", Open, "abc", false, 0),
            ("", "abc", Reset, "abc", false, 0),
            (
                "Transfer-Encoding: chunked\r\n",
                "1;x\r\na\r\n0\r\nT: t\r\n\r\n!",
                Open,
                "a",
                true,
                1,
            ),
            ("transfer-encoding: Chunked\r\n", "2\r\na", Closed, "a", false, 0),
            ("Content-Length: 9\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n", Open, "", true, 0),
        ] {
            let raw = format!("HTTP/1.1 200 OK\r\n{fields}\r\n{rest}");
            let (response, taken) = read(&raw, ending);
            assert_eq!(response.status, 200, "{raw}");
            assert_eq!(response.body, body.as_bytes(), "{raw}");
            assert_eq!((response.complete, raw.len() - taken), (complete, behind), "{raw}");
        }
        let (response, taken) =
            read("HTTP/1.1 204 No\r\nContent-Length: 2\r\n\r\nab", Ending::Open);
        assert_eq!((&response.body[..], response.complete, taken), (&b""[..], true, 38));
    }

    #[test]
    fn a_body_ends_with_its_last_chunk_and_the_message_behind_the_trailers() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (rest, complete, whole_body) in [
            ("1\r\na\r\n0\r", false, false),
            ("1\r\na\r\n0\r\n", false, true),
            ("1\r\na\r\n0\r\nT: t\r\n", false, true),
            ("1\r\na\r\n0\r\nT: t\r\n\r\n", true, true),
        ] {
            let (response, _) = read(&format!("{head}{rest}"), Ending::Closed);
            assert_eq!((response.complete, response.whole_body), (complete, whole_body), "{rest}");
            assert_eq!(response.body, b"a");
        }
    }

    #[test]
    fn interim_responses_are_behind_and_folds_are_joined() {
        let interim = "HTTP/1.1 100 Go\r\n\r\nHTTP/1.1 103 Hints\r\nA: hint\r\n\r\n";
        let raw = format!(
            "{interim}HTTP/1.0 404 Not Found\r\nA: b\r\n\t c\r\nB:  d \r\nContent-Length: 0\r\n\r\n"
        );
        let (response, _) = read(&raw, Ending::Open);
        let fields: Vec<_> =
            response.headers.iter().map(|h| (h.name.as_str(), &h.value[..])).collect();
        let expected = [("A", &b"b c"[..]), ("B", b" d "), ("Content-Length", b"0")];
        assert_eq!((response.status, &fields[..]), (404, &expected[..]));
        assert_eq!(response.interim, [100, 103]);
        for end in 0..interim.len() + 24 {
            let (response, _) = read(&raw[..end], Ending::Closed);
            let status = if end < interim.len() + 24 { 0 } else { 404 };
            assert_eq!((response.status, response.complete), (status, false), "up to {end}");
            assert!(response.headers.is_empty());
        }
    }

    #[test]
    fn folded_fields_are_shown_as_they_were_sent() {
        let head = "HTTP/1.1 200 OK\r\nA: b,\r\n c,\r\n\td\r\nE:f\r\n\r\n";
        for interim in ["", "HTTP/1.1 103 Hints\r\nA: x\r\n y\r\n\r\n"] {
            let (response, _) = read(&format!("{interim}{head}{{}}"), Ending::Closed);
            assert_eq!(response.field_lines(), [&b"A: b,\r\n c,\r\n\td"[..], b"E:f"]);
            assert!(response.folded);
            assert_eq!(response.headers.only("A").map(|a| &a.value[..]), Some(&b"b, c, d"[..]));
        }
        let (response, _) = read("HTTP/1.1 200 OK\r\nA: b\r\nC: d\r\n\r\n", Ending::Closed);
        assert!(!response.folded);
        // What of the fold did not arrive whole does not count.
        let (response, _) = read("HTTP/1.1 200 OK\r\nA: b\r\n c", Ending::Closed);
        assert_eq!((response.field_lines(), response.folded), (vec![&b"A: b"[..]], false));
    }

    #[test]
    fn of_half_a_head_the_whole_lines_are_told() {
        let (response, _) = read("HTTP/1.1 200 OK\r\nA: b\r\nContent-Le", Ending::Closed);
        assert_eq!((response.status, response.headers.len()), (200, 1));
        assert!(!response.complete && response.body.is_empty());
    }
}
