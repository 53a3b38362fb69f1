//! Answers as a client has them that does not care whether they are whole, or the final ones.

use std::io::ErrorKind;

use super::super::fault::Seen;
use crate::reference::http::{Answer, HttpError};

/// The heads that have arrived, each of them whole, and what is behind the last one. Interim answers have
/// heads of their own.
pub(in super::super) fn heads(arrived: &[u8]) -> (Vec<Answer>, &[u8]) {
    let (mut heads, mut rest) = (Vec::new(), arrived);
    while let Some((head, behind)) = split(rest) {
        rest = behind;
        let is_final = head.status >= 200;
        heads.push(head);
        if is_final {
            break;
        }
    }
    (heads, rest)
}

/// The final answer as far as it has come: its head is whole, and its body is what is there of it.
pub(in super::super) fn so_far(arrived: &[u8]) -> Option<Answer> {
    let (heads, rest) = heads(arrived);
    let mut answer = heads.into_iter().last().filter(|head| head.status >= 200)?;
    answer.body = if is_chunked(&answer) { chunks(rest) } else { rest.to_vec() };
    Some(answer)
}

/// What was read, or what has come of an answer that broke off, by an error that is `forgiven`, and that is
/// `enough`.
pub(in super::super) fn broken_off(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    forgiven: impl Fn(&HttpError) -> bool,
    enough: impl Fn(&Answer) -> bool,
) -> Result<Answer, HttpError> {
    match read {
        Err(error) if forgiven(&error) => so_far(&seen.arrived).filter(enough).ok_or(error),
        read => read,
    }
}

/// Whether the connection was closed before the answer was whole.
pub(in super::super) fn is_close(error: &HttpError) -> bool {
    matches!(error, HttpError::Ended)
}

/// Whether the connection was reset before the answer was whole.
pub(in super::super) fn is_reset(error: &HttpError) -> bool {
    matches!(error, HttpError::Io(error) if error.kind() == ErrorKind::ConnectionReset)
}

/// Whether the answer comes in chunks.
pub(in super::super) fn is_chunked(answer: &Answer) -> bool {
    answer.header("Transfer-Encoding").is_some()
}

fn split(bytes: &[u8]) -> Option<(Answer, &[u8])> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let fields = lines.filter_map(|line| line.split_once(':'));
    let headers = fields.map(|(name, value)| (name.to_owned(), value.trim().as_bytes().to_vec()));
    let answer = Answer { status, headers: headers.collect(), body: Vec::new() };
    Some((answer, &bytes[end + 4..]))
}

/// What is in the chunks that have come, the last of which may be cut.
fn chunks(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..line]);
        let size = size.split(';').next().unwrap_or_default().trim().to_owned();
        let Ok(size) = usize::from_str_radix(&size, 16) else { break };
        rest = &rest[line + 2..];
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        if size == 0 || rest.len() < size + 2 {
            break;
        }
        rest = &rest[size + 2..];
    }
    body
}
