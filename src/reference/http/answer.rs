//! A whole response.

use std::io::BufRead;

use super::body;
use super::error::HttpError;
use super::head::{Head, Headers};
use super::limits::MAX_HEAD;

/// A response. Only its framing has been interpreted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::reference) struct Answer {
    pub(in crate::reference) status: u16,
    /// The header fields in their order. Their values have no white space around them.
    pub(in crate::reference) headers: Headers,
    pub(in crate::reference) body: Vec<u8>,
}

impl Answer {
    /// Returns the value of the first header field with this name, in any case.
    pub(in crate::reference) fn header(&self, name: &str) -> Option<&[u8]> {
        let named = |(own, _): &&(String, Vec<u8>)| own.eq_ignore_ascii_case(name);
        self.headers.iter().find(named).map(|(_, value)| value.as_slice())
    }
}

impl Answer {
    /// Returns the id that the service gave the request, if there is one.
    pub(in crate::reference) fn request_id(&self) -> Option<String> {
        let id = self.header("x-amzn-RequestId").filter(|id| !id.is_empty())?;
        Some(String::from_utf8_lossy(id).into_owned())
    }
}

/// Reads the final response to a request. Returns it, and whether the connection stays open after it. A response to HEAD has
/// no body, whatever its head says (RFC 9112, section 6.3).
pub(super) fn read(from: &mut impl BufRead, to_head: bool) -> Result<(Answer, bool), HttpError> {
    let mut budget = MAX_HEAD;
    let head = loop {
        let head = Head::read(from, &mut budget)?;
        // An interim response has no body, and another head follows.
        if !(100..200).contains(&head.status) {
            break head;
        }
    };
    let framing = if to_head { body::Framing::Length(0) } else { body::Framing::of(&head)? };
    let stays_open = head.keeps_alive() && framing != body::Framing::UntilClose;
    let body = body::read(from, framing, &mut budget)?;
    Ok((Answer { status: head.status, headers: head.headers, body }, stays_open))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interim_answers_are_skipped() {
        let mut bytes =
            &b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n\
            HTTP/1.1 404 Not Found\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 2\r\n\r\nnoHTTP"[..];
        let (answer, stays_open) = read(&mut bytes, false).expect("it is an answer");
        assert_eq!((answer.status, answer.body.as_slice()), (404, &b"no"[..]));
        assert_eq!(answer.header("X-a"), Some(&b"1"[..]));
        assert_eq!(answer.header("Link"), None);
        assert!(stays_open);
        assert_eq!(bytes, b"HTTP", "not a byte more is taken");
    }

    #[test]
    fn an_answer_to_head_has_no_body() {
        for field in ["Content-Length: 2\r\n", "Transfer-Encoding: chunked\r\n", ""] {
            let bytes = format!("HTTP/1.1 200 OK\r\n{field}\r\nHTTP");
            let mut bytes = bytes.as_bytes();
            let (answer, stays_open) = read(&mut bytes, true).expect("it is an answer");
            assert!(answer.body.is_empty() && stays_open, "{field}");
            assert_eq!(bytes, b"HTTP", "not a byte more is taken");
        }
    }

    #[test]
    fn endless_interim_answers_end() {
        let bytes = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(MAX_HEAD / 25 + 1);
        assert!(matches!(read(&mut &bytes[..], false), Err(HttpError::TooLarge("head"))));
    }

    #[test]
    fn an_answer_tells_whether_the_connection_stays_open() {
        for (head, open) in [
            ("HTTP/1.1 200 OK\r\nContent-Length: 0", true),
            ("HTTP/1.1 204 No Content", true),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: keep-alive", true),
            ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: x, Close", false),
            ("HTTP/1.1 200 OK", false),
            ("HTTP/1.0 200 OK\r\nContent-Length: 0", false),
            ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked", false),
        ] {
            let chunked = if head.contains("chunked") { "0\r\n\r\n" } else { "" };
            let bytes = format!("{head}\r\n\r\n{chunked}");
            let (_, stays_open) = read(&mut bytes.as_bytes(), false).expect(head);
            assert_eq!(stays_open, open, "{head}");
        }
    }

    #[test]
    fn no_prefix_of_an_answer_is_an_answer() {
        for whole in [
            &b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"[..],
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;x\r\nhello\r\n0\r\nT: t\r\n\r\n",
        ] {
            let (answer, _) = read(&mut &whole[..], false).expect("it is whole");
            assert_eq!(answer.body, b"hello");
            for end in 0..whole.len() {
                let error = read(&mut &whole[..end], false).expect_err("it is cut short");
                assert!(matches!(error, HttpError::Ended), "{end}: {error}");
            }
        }
    }
}
