//! What an endpoint sets out to send: a response, and how it goes onto the wire.

use std::time::Duration;

use super::chunked;
use super::headers::Headers;
use super::response::Response;

/// A response to be sent, and every way in which its sending departs from the ordinary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The header fields, apart from those of the framing.
    pub headers: Headers,
    /// The whole body.
    pub body: Vec<u8>,
    /// How the end of the body is told.
    pub framing: Framing,
    /// Send this many bytes of the body (in its transfer coding), then close the connection.
    pub cut: Option<usize>,
    /// Wait this long before the first byte.
    pub delay: Duration,
    /// Close the connection behind the answer.
    pub close: bool,
}

/// How the end of a body is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Framing {
    /// By `Content-Length`.
    ContentLength,
    /// By `Transfer-Encoding: chunked`, in chunks of these sizes, the last one repeated; without
    /// sizes, in one chunk.
    Chunked(Vec<usize>),
    /// By closing the connection.
    UntilClose,
}

/// One thing that an endpoint does with a connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// Do nothing for this long, unless the call ends before.
    Wait(Duration),
    /// Close the connection in order.
    Close,
    /// Reset the connection.
    Reset,
}

impl Answer {
    /// An ordinary answer with a JSON body, framed by its length.
    pub fn json(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: body.into(),
            framing: Framing::ContentLength,
            cut: None,
            delay: Duration::ZERO,
            close: false,
        }
    }

    /// What to do with the connection to send this.
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = Vec::new();
        if !self.delay.is_zero() {
            steps.push(Step::Wait(self.delay));
        }
        steps.push(Step::Send(self.head()));
        let mut left = self.cut.unwrap_or(usize::MAX);
        for mut piece in self.pieces() {
            piece.truncate(left);
            left -= piece.len();
            if !piece.is_empty() {
                steps.push(Step::Send(piece));
            }
        }
        if self.close || self.cut.is_some() || self.framing == Framing::UntilClose {
            steps.push(Step::Close);
        }
        steps
    }

    /// What a client can make of it: the message as far as it is sent.
    pub fn response(&self) -> Response {
        let mut raw = Vec::new();
        for step in self.steps() {
            if let Step::Send(bytes) = step {
                raw.extend(bytes);
            }
        }
        let coded = self.pieces().concat();
        let complete = self.cut.is_none_or(|cut| cut >= coded.len());
        let body = match (&self.framing, self.cut) {
            (_, None) => self.body.clone(),
            (Framing::Chunked(sizes), Some(cut)) => chunked_prefix(&self.body, sizes, cut),
            (_, Some(cut)) => self.body[..cut.min(self.body.len())].to_vec(),
        };
        Response {
            raw,
            status: self.status,
            headers: self.headers.clone(),
            body,
            // Without framing a client cannot tell a cut from the end.
            complete: complete || self.framing == Framing::UntilClose,
        }
    }

    fn head(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status)).into_bytes();
        for header in self.headers.iter() {
            head.extend_from_slice(header.name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(&header.value);
            head.extend_from_slice(b"\r\n");
        }
        match &self.framing {
            Framing::ContentLength => {
                head.extend_from_slice(
                    format!("Content-Length: {}\r\n", self.body.len()).as_bytes(),
                );
            }
            Framing::Chunked(_) => head.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
            Framing::UntilClose => {}
        }
        if self.close || self.framing == Framing::UntilClose {
            head.extend_from_slice(b"Connection: close\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }

    fn pieces(&self) -> Vec<Vec<u8>> {
        match &self.framing {
            Framing::Chunked(sizes) => chunked::write(&self.body, sizes),
            _ => vec![self.body.clone()],
        }
    }
}

/// The bytes of the body that stand in the first `cut` bytes of its chunked form.
fn chunked_prefix(body: &[u8], sizes: &[usize], cut: usize) -> Vec<u8> {
    let mut left = cut;
    let mut out = Vec::new();
    for piece in chunked::write(body, sizes) {
        let head = memchr::memchr(b'\n', &piece).map_or(piece.len(), |at| at + 1);
        let content = piece.len().saturating_sub(head + 2);
        let taken = left.saturating_sub(head).min(content);
        out.extend_from_slice(&piece[head..head + taken]);
        left = left.saturating_sub(piece.len());
    }
    out
}

/// The customary reason phrase. A client must not look at it (RFC 9112, section 4).
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        409 => "Conflict",
        413 => "Content Too Large",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Status",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(answer: &Answer) -> String {
        String::from_utf8(answer.response().raw).expect("it is text")
    }

    #[test]
    fn frames_by_length_by_chunks_and_by_closing() {
        let mut answer = Answer::json(200, "{}");
        assert_eq!(
            sent(&answer),
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"
        );
        assert!(!answer.steps().contains(&Step::Close));
        answer.framing = Framing::Chunked(vec![1]);
        assert!(sent(&answer).ends_with("chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"));
        answer.framing = Framing::UntilClose;
        assert!(sent(&answer).ends_with("Connection: close\r\n\r\n{}"));
        assert_eq!(answer.steps().last(), Some(&Step::Close));
    }

    #[test]
    fn a_cut_ends_the_connection_and_the_message() {
        let mut answer = Answer { cut: Some(3), ..Answer::json(200, "{\"a\":1}") };
        let response = answer.response();
        assert!(response.raw.ends_with(b"Content-Length: 7\r\n\r\n{\"a"));
        assert_eq!((&response.body[..], response.complete), (&b"{\"a"[..], false));
        assert_eq!(answer.steps().last(), Some(&Step::Close));

        answer.framing = Framing::Chunked(vec![2]);
        for (cut, body) in [(0, ""), (3, ""), (4, "{"), (5, "{\""), (7, "{\""), (11, "{\"a")] {
            answer.cut = Some(cut);
            assert_eq!(answer.response().body, body.as_bytes(), "cut at {cut}");
            assert!(!answer.response().complete);
        }
    }
}
