//! The body of a response: where it ends, and its bytes.

use std::io::{BufRead, Read};

use super::error::HttpError;
use super::head::{self, Head};
use super::limits::{MAX_BODY, MAX_HEAD};

/// What marks the end of a body (RFC 9112, section 6.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framing {
    /// The number of bytes; 0 if the status means that there is no body.
    Length(u64),
    /// The last chunk.
    Chunked,
    /// The end of the connection.
    UntilClose,
}

impl Framing {
    /// Returns the framing that a head announces.
    pub(super) fn of(head: &Head) -> Result<Self, HttpError> {
        if matches!(head.status, 204 | 304) {
            return Ok(Self::Length(0));
        }
        let mut codings = head.list("Transfer-Encoding");
        if let Some(coding) = codings.next() {
            // The client asks for no other transfer coding, and cannot decode one.
            if !coding.eq_ignore_ascii_case(b"chunked") || codings.next().is_some() {
                return Err(HttpError::Malformed("transfer coding"));
            }
            return Ok(Self::Chunked);
        }
        let mut lengths = head.list("Content-Length").map(length);
        let Some(first) = lengths.next() else { return Ok(Self::UntilClose) };
        match first {
            // A response may repeat the same length, but not have two different ones.
            Some(length) if lengths.all(|other| other == first) => Ok(Self::Length(length)),
            _ => Err(HttpError::Malformed("Content-Length")),
        }
    }
}

/// Parses a length of digits only. `u64::from_str` alone would also accept a sign.
fn length(value: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(value).ok()?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

/// Reads a body to its end.
pub(super) fn read(
    from: &mut impl BufRead,
    framing: Framing,
    budget: &mut usize,
) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    match framing {
        Framing::Length(length) => append(from, length, &mut body)?,
        Framing::Chunked => chunks(from, &mut body, budget)?,
        Framing::UntilClose => {
            if from.take(MAX_BODY + 1).read_to_end(&mut body)? as u64 > MAX_BODY {
                return Err(HttpError::TooLarge("body"));
            }
        }
    }
    Ok(body)
}

/// Reads `length` bytes. Memory grows only with the bytes that arrive, and not with the announced length.
fn append(from: &mut impl BufRead, length: u64, body: &mut Vec<u8>) -> Result<(), HttpError> {
    if length > MAX_BODY - body.len() as u64 {
        return Err(HttpError::TooLarge("body"));
    }
    if (from.take(length).read_to_end(body)? as u64) < length {
        return Err(HttpError::Ended);
    }
    Ok(())
}

fn chunks(
    from: &mut impl BufRead,
    body: &mut Vec<u8>,
    trailer_budget: &mut usize,
) -> Result<(), HttpError> {
    loop {
        let size = chunk_size(&head::line(from, &mut { MAX_HEAD })?)?;
        if size == 0 {
            // The client uses no trailer fields, but they must be complete.
            return head::fields(from, trailer_budget).map(drop);
        }
        append(from, size, body)?;
        let mut end = [0; 2];
        from.read_exact(&mut end)?;
        if end != *b"\r\n" {
            return Err(HttpError::Malformed("chunk"));
        }
    }
}

/// Returns the size of a chunk from its line, without the extensions.
fn chunk_size(line: &[u8]) -> Result<u64, HttpError> {
    let size = line.split(|&byte| byte == b';').next().map(head::trim).unwrap_or_default();
    if size.is_empty() || !size.iter().all(u8::is_ascii_hexdigit) {
        return Err(HttpError::Malformed("chunk size"));
    }
    let digits = std::str::from_utf8(size).map_err(|_| HttpError::Malformed("chunk size"))?;
    // All bytes are digits here, so only a number that is out of range fails.
    u64::from_str_radix(digits, 16).map_err(|_| HttpError::TooLarge("body"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framing(status: u16, fields: &str) -> Result<Framing, String> {
        let head = format!("HTTP/1.1 {status} X\r\n{fields}\r\n");
        let head = Head::read(&mut head.as_bytes(), &mut { MAX_HEAD }).expect("it is a head");
        Framing::of(&head).map_err(|error| error.to_string())
    }

    #[test]
    fn the_framing_is_told_by_the_head() {
        for (status, fields, expected) in [
            (200, "", Framing::UntilClose),
            (200, "Content-Length: 12\r\n", Framing::Length(12)),
            (200, "Content-Length: 7, 7\r\ncontent-length: 7\r\n", Framing::Length(7)),
            (200, "Transfer-Encoding: Chunked\r\nContent-Length: 3\r\n", Framing::Chunked),
            (204, "Content-Length: 3\r\n", Framing::Length(0)),
            (304, "Transfer-Encoding: chunked\r\n", Framing::Length(0)),
        ] {
            assert_eq!(framing(status, fields), Ok(expected), "{status} {fields}");
        }
        for fields in [
            "Content-Length: +5\r\n",
            "Content-Length: -5\r\n",
            "Content-Length: 0x5\r\n",
            "Content-Length: 5 5\r\n",
            "Content-Length: 5\r\nContent-Length: 6\r\n",
            "Content-Length: 99999999999999999999\r\n",
            "Transfer-Encoding: gzip\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
        ] {
            assert!(framing(200, fields).is_err(), "{fields}");
        }
    }

    fn chunked(bytes: &str) -> Result<String, String> {
        let body = read(&mut bytes.as_bytes(), Framing::Chunked, &mut { MAX_HEAD });
        body.map(|body| String::from_utf8_lossy(&body).into_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn chunks_are_joined() {
        for (bytes, body) in [
            ("0\r\n\r\n", ""),
            ("1\r\na\r\n2\r\nbc\r\n0\r\n\r\n", "abc"),
            ("00A;n=\"v\"\r\n0123456789\r\n0;last\r\nTrailer: x\r\n\r\n", "0123456789"),
            ("a ; x\n0123456789\r\n000\n\n", "0123456789"),
        ] {
            assert_eq!(chunked(bytes).as_deref(), Ok(body), "{bytes}");
        }
        for bytes in [
            "\r\n",
            ";x\r\n",
            "-1\r\n",
            "+1\r\na\r\n0\r\n\r\n",
            "0x1\r\na\r\n0\r\n\r\n",
            "g\r\n",
            "1\r\nab\r\n0\r\n\r\n",
            "1\r\na",
            "1\r\na\r\n",
            "1\r\na\r\n0\r\n",
            "1\r\na\r\n0\r\nno field\r\n\r\n",
            "fffffffffffffffff\r\n",
            "ffffffffffffffff\r\n",
        ] {
            assert!(chunked(bytes).is_err(), "{bytes}");
        }
    }

    #[test]
    fn a_body_has_a_limit() {
        let too_large = |result| matches!(result, Err(HttpError::TooLarge("body")));
        let length = Framing::Length(MAX_BODY + 1);
        assert!(too_large(read(&mut &b""[..], length, &mut 0)), "nothing is waited for");
        let mut endless = std::io::BufReader::new(std::io::repeat(b'x'));
        assert!(too_large(read(&mut endless, Framing::UntilClose, &mut 0)));
        let chunk = format!("3ffffff\r\n{}\r\n2\r\nab", "x".repeat(0x3ff_ffff));
        assert!(too_large(read(&mut chunk.as_bytes(), Framing::Chunked, &mut 0)));
    }
}
