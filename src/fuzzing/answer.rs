//! Responses as text that people can read and mutators can change: the form of the bytes of three targets.
//!
//! ```text
//! 400 chunked
//! X-Amzn-Errortype: ConflictException
//!
//! {"message":"m"}
//! ```
//!
//! The first line has the status, and the framing if it is not by length: `chunked`, `close`, or `cut`, which ends the
//! response in the middle of its body. Every text is a response.

use memchr::{memchr, memmem};

use crate::http::{Answer, Cut, Framing, Headers, Response};

use super::shown;

/// Returns the head of the text and the body.
fn split(text: &[u8]) -> (&[u8], &[u8]) {
    match memmem::find(text, b"\n\n") {
        Some(end) => (&text[..end], &text[end + 2..]),
        None => (text, &[][..]),
    }
}

/// Returns the body, as it is before it is framed.
pub(super) fn body(text: &[u8]) -> &[u8] {
    split(text).1
}

/// Reads the response that the text stands for, as a client reads it if its bytes arrive whole. It costs less than the
/// way over the bytes.
pub(super) fn message(text: &[u8]) -> Response {
    let Answer { status, headers, body, .. } = read(text);
    whole(status, headers, body)
}

/// Reads the response that the text stands for, for readers that do not look at the bytes. If it is an ordinary one, that
/// costs less than the way over the bytes: it has no fields of a framing then.
pub(super) fn received(text: &[u8]) -> Response {
    let answer = read(text);
    let ordinary = answer.framing == Framing::ContentLength
        && answer.delivery.cut.is_none()
        && (200..1_000).contains(&answer.status)
        && !matches!(answer.status, 204 | 304)
        && !answer.headers.iter().any(|field| {
            FRAMING.iter().any(|name| field.name.eq_ignore_ascii_case(name))
                || field.name.contains(['\r', '\n'])
                || field.value.windows(2).any(|two| two == b"\r\n")
                || field.name.starts_with([' ', '\t'])
        });
    match ordinary {
        true => whole(answer.status, answer.headers, answer.body),
        false => answer.response(),
    }
}

/// The fields that tell the end of a body.
const FRAMING: [&str; 2] = ["Content-Length", "Transfer-Encoding"];

fn whole(status: u16, headers: Headers, body: Vec<u8>) -> Response {
    Response { status, headers, body, complete: true, whole_body: true, ..Response::default() }
}

/// Reads the response that the text stands for.
pub(super) fn read(text: &[u8]) -> Answer {
    let (head, body) = split(text);
    let mut lines = head.split(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines.next().unwrap_or_default()).into_owned();
    let (status, framing) = first.split_once(' ').unwrap_or((&first, ""));
    let mut answer = Answer::json(status.parse().map_or(200, |status: u16| status % 1_000), body);
    answer.headers = lines
        .filter_map(|line| {
            let colon = memchr(b':', line)?;
            let value = line[colon + 1..].strip_prefix(b" ").unwrap_or(&line[colon + 1..]);
            Some((String::from_utf8_lossy(&line[..colon]).into_owned(), value))
        })
        .collect();
    match framing {
        "chunked" => answer.framing = Framing::Chunked(vec![1, 7, 64].into()),
        "close" => answer.framing = Framing::UntilClose,
        "status" => answer.framing = Framing::ByStatus,
        "cut" => answer.delivery.cut = Some(Cut::Body(body.len() / 2)),
        _ => {}
    }
    answer
}

/// Returns the text for a response. Features that the form cannot express are left out.
pub(super) fn write(answer: &Answer) -> Vec<u8> {
    let framing = match (&answer.framing, answer.delivery.cut) {
        (_, Some(_)) => " cut",
        (Framing::Chunked(_), None) => " chunked",
        (Framing::UntilClose, None) => " close",
        (Framing::ByStatus, None) => " status",
        (Framing::ContentLength, None) => "",
    };
    let mut text = format!("{}{framing}\n", answer.status).into_bytes();
    for header in answer.headers.iter().filter(|header| memchr(b'\n', &header.value).is_none()) {
        text.extend_from_slice(header.name.as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(&header.value);
        text.push(b'\n');
    }
    text.push(b'\n');
    text.extend_from_slice(&answer.body);
    text
}

/// Shows the text as the response that a client gets.
pub(super) fn show(text: &[u8]) -> String {
    shown::response(&read(text).response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for text in [
            "400 chunked\nX-Amzn-Errortype: A: b\nx:\n\n{\"a\":\"\n\n\"}",
            "200\n\n",
            "200 close\na: b\n\n{}",
            "503 cut\n\n{}",
        ] {
            let answer = read(text.as_bytes());
            assert_eq!(read(&write(&answer)), answer, "{text}");
        }
        let answer = read(b"400 chunked\nX: A: b\nno field\n\n{}");
        assert_eq!((answer.status, answer.headers.len()), (400, 1));
        assert_eq!(answer.response().body, b"{}");
        assert!(!read(b"200 cut\n\n{}").response().complete);
        let text = b"400\nX: A: b\n\n{}\n\n";
        let (sent, message) = (read(text).response(), message(text));
        assert_eq!((sent.status, &sent.body, sent.complete), (400, &message.body, true));
        assert_eq!(message.headers.len() + 1, sent.headers.len(), "the framing adds a field");
        assert_eq!(body(text), message.body);
        for text in [&b""[..], b"\n\n", b"99999\n:\n\xff:\xff", b"x y"] {
            assert!(read(text).status < 1_000);
        }
    }
}
