//! The chunked transfer coding (RFC 9112, section 7.1).

use memchr::memmem;

/// What the beginning of a chunked body says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Chunked {
    /// More bytes are needed.
    Partial,
    /// The body, and how many bytes it took with its trailers.
    Whole { body: Vec<u8>, taken: usize },
    /// No chunked body.
    Broken { offset: usize, what: &'static str },
}

/// Longest line of a chunk's size or of a trailer that is read, in bytes.
const MAX_LINE: usize = 16 * 1024;

/// Reads a chunked body from its beginning.
pub(super) fn read(bytes: &[u8]) -> Chunked {
    let mut body = Vec::new();
    let mut at = 0;
    loop {
        let Some(line) = line(bytes, at) else {
            return partial(bytes, at);
        };
        let digits = line.split(|b| *b == b';').next().unwrap_or(line).trim_ascii_end();
        let size = std::str::from_utf8(digits)
            .ok()
            .filter(|text| !text.is_empty() && text.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size) = size else {
            return Chunked::Broken { offset: at, what: "no chunk size" };
        };
        at += line.len() + 2;
        if size == 0 {
            return trailers(bytes, at, body);
        }
        let Some(end) = at.checked_add(size) else {
            return Chunked::Broken { offset: at, what: "a chunk size too large" };
        };
        let Some(chunk) = bytes.get(at..end) else {
            return Chunked::Partial;
        };
        body.extend_from_slice(chunk);
        match bytes.get(end..end + 2) {
            Some(b"\r\n") => at = end + 2,
            Some(_) => {
                return Chunked::Broken { offset: end, what: "no line end behind a chunk" };
            }
            None => return Chunked::Partial,
        }
    }
}

fn trailers(bytes: &[u8], mut at: usize, body: Vec<u8>) -> Chunked {
    loop {
        let Some(line) = line(bytes, at) else {
            return partial(bytes, at);
        };
        at += line.len() + 2;
        if line.is_empty() {
            return Chunked::Whole { body, taken: at };
        }
    }
}

fn line(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let rest = bytes.get(at..)?;
    memmem::find(rest, b"\r\n").map(|end| &rest[..end])
}

fn partial(bytes: &[u8], at: usize) -> Chunked {
    if bytes.len() - at > MAX_LINE {
        Chunked::Broken { offset: at, what: "a line too long" }
    } else {
        Chunked::Partial
    }
}

/// Writes `body` in chunks of the given sizes, the last one repeated; without sizes, in one chunk.
pub(super) fn write(body: &[u8], sizes: &[usize]) -> Vec<Vec<u8>> {
    let mut rest = body;
    let mut sizes = sizes.iter().copied().filter(|size| *size > 0);
    let mut size = body.len();
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        size = sizes.next().unwrap_or(size).min(rest.len());
        let (chunk, after) = rest.split_at(size);
        let mut piece = format!("{size:x}\r\n").into_bytes();
        piece.extend_from_slice(chunk);
        piece.extend_from_slice(b"\r\n");
        pieces.push(piece);
        rest = after;
    }
    pieces.push(b"0\r\n\r\n".to_vec());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_it_writes_and_asks_for_more_until_then() {
        let body = b"hello, chunked world";
        for sizes in [&[][..], &[1], &[3, 7, 2], &[1000]] {
            let wire = write(body, sizes).concat();
            assert_eq!(read(&wire), Chunked::Whole { body: body.to_vec(), taken: wire.len() });
            for cut in 0..wire.len() {
                assert_eq!(read(&wire[..cut]), Chunked::Partial, "{sizes:?} cut at {cut}");
            }
        }
    }

    #[test]
    fn takes_extensions_and_trailers() {
        let wire = b"3;a=b\r\nabc\r\n0;last\r\nX: y\r\n\r\nrest";
        assert_eq!(read(wire), Chunked::Whole { body: b"abc".to_vec(), taken: wire.len() - 4 });
    }

    #[test]
    fn refuses_what_is_none() {
        for wire in [&b"x\r\n"[..], b"\r\n", b"-1\r\n", b"1\r\nab\r\n", b"ffffffffffffffff1\r\n"] {
            assert!(matches!(read(wire), Chunked::Broken { .. }), "{wire:?}");
        }
        assert!(matches!(read(&vec![b'1'; MAX_LINE + 1]), Chunked::Broken { .. }));
    }
}
