//! The head of a response: its status line and its header fields.

use std::io::{BufRead, Read};

use super::error::HttpError;

/// Header fields in their order: the name as it was sent, and the value as bytes.
pub(super) type Headers = Vec<(String, Vec<u8>)>;

/// The status and the header fields of a response.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) headers: Headers,
    /// Whether the version is HTTP/1.1 and not 1.0.
    persistent: bool,
}

impl Head {
    /// Reads a head up to its empty line. `budget` is the number of bytes that it may have, and decreases with each byte.
    pub(super) fn read(from: &mut impl BufRead, budget: &mut usize) -> Result<Self, HttpError> {
        let (persistent, status) = status_line(&line(from, budget)?)?;
        let headers = fields(from, budget)?;
        Ok(Self { status, headers, persistent })
    }

    /// Returns the elements of a list, which may be spread over several fields of one name.
    pub(super) fn list(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.headers
            .iter()
            .filter(move |(own, _)| own.eq_ignore_ascii_case(name))
            .flat_map(|(_, value)| value.split(|&byte| byte == b','))
            .map(trim)
            .filter(|member| !member.is_empty())
    }

    /// Reports whether the connection stays open after a response with this head, if its framing marks its end.
    pub(super) fn keeps_alive(&self) -> bool {
        let closes = self.list("Connection").any(|option| option.eq_ignore_ascii_case(b"close"));
        // A response with both framings may be an attempt at smuggling: RFC 9112, section 6.1.
        let ambiguous = self.list("Transfer-Encoding").next().is_some()
            && self.list("Content-Length").next().is_some();
        self.persistent && !closes && !ambiguous
    }
}

/// Returns whether the version is 1.1, and the status. The reason phrase may be anything, or missing.
fn status_line(line: &[u8]) -> Result<(bool, u16), HttpError> {
    let malformed = HttpError::Malformed("status line");
    let (persistent, rest) =
        match (line.strip_prefix(b"HTTP/1.1 "), line.strip_prefix(b"HTTP/1.0 ")) {
            (Some(rest), _) => (true, rest),
            (_, Some(rest)) => (false, rest),
            _ => return Err(malformed),
        };
    match *rest {
        [a @ b'1'..=b'9', b @ b'0'..=b'9', c @ b'0'..=b'9', ref reason @ ..]
            if matches!(reason, [] | [b' ', ..]) =>
        {
            let status = [a, b, c].iter().fold(0, |sum, digit| sum * 10 + u16::from(digit - b'0'));
            Ok((persistent, status))
        }
        _ => Err(malformed),
    }
}

/// Reads header or trailer fields up to the empty line after them.
pub(super) fn fields(from: &mut impl BufRead, budget: &mut usize) -> Result<Headers, HttpError> {
    let mut fields = Headers::new();
    loop {
        let line = line(from, budget)?;
        match line.first() {
            None => return Ok(fields),
            // Old servers fold lines. A folded line continues the value before it.
            Some(b' ' | b'\t') => {
                let Some((_, value)) = fields.last_mut() else {
                    return Err(HttpError::Malformed("header field"));
                };
                if !value.is_empty() {
                    value.push(b' ');
                }
                value.extend_from_slice(trim(&line));
            }
            Some(_) => fields.push(field(&line).ok_or(HttpError::Malformed("header field"))?),
        }
    }
}

fn field(line: &[u8]) -> Option<(String, Vec<u8>)> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    let is_token = |&byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.iter().all(is_token) {
        return None;
    }
    Some((String::from_utf8(name.to_vec()).ok()?, trim(value).to_vec()))
}

/// Reads a line without its end, which is CR LF or LF.
pub(super) fn line(from: &mut impl BufRead, budget: &mut usize) -> Result<Vec<u8>, HttpError> {
    let mut line = Vec::new();
    *budget -= from.take(*budget as u64).read_until(b'\n', &mut line)?;
    if line.pop_if(|byte| *byte == b'\n').is_none() {
        return Err(if *budget == 0 { HttpError::TooLarge("head") } else { HttpError::Ended });
    }
    line.pop_if(|byte| *byte == b'\r');
    Ok(line)
}

/// Removes HTTP's optional white space around a value: spaces and tabs.
pub(super) fn trim(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(head: &str) -> Result<Head, HttpError> {
        Head::read(&mut head.as_bytes(), &mut 1_000)
    }

    #[test]
    fn reads_status_lines() {
        for (line, status) in [
            ("HTTP/1.1 200 OK", Some(200)),
            ("HTTP/1.0 302 Found", Some(302)),
            ("HTTP/1.1 599 ", Some(599)),
            ("HTTP/1.1 404", Some(404)),
            ("HTTP/1.1 200 \u{e9}: <any> thing", Some(200)),
            ("HTTP/1.1 099 Low", None),
            ("HTTP/1.1 2000 OK", None),
            ("HTTP/1.1 20 OK", None),
            ("HTTP/1.1 2x0 OK", None),
            ("HTTP/1.1  200 OK", None),
            ("HTTP/1.1 -20 OK", None),
            ("HTTP/1.1", None),
            ("HTTP/2 200 OK", None),
            ("http/1.1 200 OK", None),
            (" HTTP/1.1 200 OK", None),
            ("<html>", None),
            ("", None),
        ] {
            let read = read(&format!("{line}\r\n\r\n"));
            assert_eq!(read.ok().map(|head| head.status), status, "{line}");
        }
    }

    #[test]
    fn reads_fields() {
        let head =
            read("HTTP/1.1 200 OK\nA:\t b c \t\r\nEmpty:\r\nFolded: a\r\n \t b\r\n\tc\r\n\r\n");
        let expected = [("A", "b c"), ("Empty", ""), ("Folded", "a b c")]
            .map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
        assert_eq!(head.expect("it is a head").headers, expected);
        for field in ["A b: c", "A : b", ": b", "A", " folded: at once", "\u{e9}: a", "a\0b: c"] {
            let error = read(&format!("HTTP/1.1 200 OK\r\n{field}\r\n\r\n")).expect_err(field);
            assert!(matches!(error, HttpError::Malformed("header field")), "{field}");
        }
    }

    #[test]
    fn lists_are_gathered_from_all_fields_of_the_name() {
        let head = read("HTTP/1.1 200 OK\r\nA: b,, c\r\nB: x\r\na:\td\r\nA:\r\n\r\n");
        let head = head.expect("it is a head");
        assert_eq!(head.list("A").collect::<Vec<_>>(), [b"b", b"c", b"d"]);
    }

    #[test]
    fn a_head_has_a_limit() {
        let head = format!("HTTP/1.1 200 OK\r\nA: {}\r\n\r\n", "b".repeat(1_000));
        assert!(matches!(read(&head), Err(HttpError::TooLarge("head"))));
        let mut budget = head.len();
        assert!(Head::read(&mut head.as_bytes(), &mut budget).is_ok());
        assert_eq!(budget, 0);
    }
}
