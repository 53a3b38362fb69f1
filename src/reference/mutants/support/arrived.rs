//! Responses as a client sees them that checks neither whether they are whole nor whether they are final.

use std::io::ErrorKind;

use super::super::fault::Seen;
use crate::reference::http::{Answer, HttpError};

/// Returns the whole heads that have arrived, and the bytes after the last one. Interim responses have heads of their
/// own.
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

/// Returns the final response with a whole head and the part of its body that has arrived.
pub(in super::super) fn so_far(arrived: &[u8]) -> Option<Answer> {
    let (heads, rest) = heads(arrived);
    let mut answer = heads.into_iter().last().filter(|head| head.status >= 200)?;
    answer.body = if is_chunked(&answer) { chunks(rest) } else { rest.to_vec() };
    Some(answer)
}

/// Returns the response that was read. If reading ended with a `forgiven` error, it returns the part that arrived, if
/// that is `enough`.
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

/// Reports whether the connection was closed before the response was whole.
pub(in super::super) fn is_close(error: &HttpError) -> bool {
    matches!(error, HttpError::Ended)
}

/// Reports whether the connection was reset before the response was whole.
pub(in super::super) fn is_reset(error: &HttpError) -> bool {
    matches!(error, HttpError::Io(error) if error.kind() == ErrorKind::ConnectionReset)
}

/// Reports whether the response is chunked.
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

/// Returns the data of the chunks that have arrived. The last chunk may be cut.
fn chunks(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = String::from_utf8_lossy(&rest[..line]);
        let size = size.split(';').next().unwrap_or_default().trim().to_owned();
        let Ok(size) = usize::from_str_radix(&size, 16) else { break };
        rest = &rest[line + 2..];
        // The size comes from the wire, so it may exceed what has arrived.
        body.extend_from_slice(&rest[..size.min(rest.len())]);
        if size == 0 || rest.len() < size + 2 {
            break;
        }
        rest = &rest[size + 2..];
    }
    body
}
