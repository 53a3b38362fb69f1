//! Reads lines of the testee protocol, with a limit on their length.

use std::io::{self, BufRead};

use super::protocol::MAX_LINE;

/// An iterator over the lines of an input, as bytes without their line ends. [`HarnessLine::parse`] reports bytes that
/// are not UTF-8.
///
/// A line that is longer than the protocol allows ([`MAX_LINE`]) is an error. At most that many bytes are kept, so that
/// an input without line ends cannot use all the memory. After an error there are no more lines.
///
/// [`HarnessLine::parse`]: super::protocol::HarnessLine::parse
#[derive(Debug)]
pub struct Lines<R> {
    /// `None` after the end of the input or an error.
    input: Option<R>,
}

impl<R: BufRead> Lines<R> {
    /// Reads the lines of `input`.
    pub fn of(input: R) -> Self {
        Self { input: Some(input) }
    }
}

impl<R: BufRead> Iterator for Lines<R> {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = next(self.input.as_mut()?).transpose();
        if !matches!(line, Some(Ok(_))) {
            self.input = None;
        }
        line
    }
}

/// Reads the next line; `None` at the end of the input.
fn next(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    loop {
        let bytes = match input.fill_buf() {
            Ok([]) => return Ok((!line.is_empty()).then_some(line)),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            bytes => bytes?,
        };
        let end = memchr::memchr(b'\n', bytes);
        let piece = &bytes[..end.unwrap_or(bytes.len())];
        if line.len() + piece.len() > MAX_LINE {
            let message = format!(
                "a line is longer than {MAX_LINE} bytes, the most that the protocol allows"
            );
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        line.extend_from_slice(piece);
        let taken = piece.len() + usize::from(end.is_some());
        input.consume(taken);
        if end.is_some() {
            return Ok(Some(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read as _, repeat};

    #[test]
    fn splits_at_line_feeds_alone() {
        let lines = Lines::of(BufReader::with_capacity(2, &b"a\r\n\nbcdef\n\xff"[..]));
        let lines: Vec<_> = lines.map(|line| line.expect("it can be read")).collect();
        assert_eq!(lines, [&b"a\r"[..], b"", b"bcdef", b"\xff"]);
        assert_eq!(Lines::of(&b""[..]).count(), 0);
    }

    #[test]
    fn a_line_without_an_end_takes_no_more_than_it_may() {
        let whole = repeat(b'x').take(MAX_LINE as u64).chain(&b"\nb"[..]);
        let read: Vec<_> = Lines::of(BufReader::new(whole)).map(|l| l.map(|l| l.len())).collect();
        assert!(matches!(read[..], [Ok(MAX_LINE), Ok(1)]), "{read:?}");
        let mut endless = Lines::of(BufReader::new(repeat(b'x')));
        let error = endless.next().expect("a line").expect_err("too long").to_string();
        assert!(error.contains("longer than 16777216 bytes"), "{error}");
        assert!(endless.next().is_none(), "there is no sense in what follows");
    }
}
