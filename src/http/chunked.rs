//! The chunked transfer coding (RFC 9112, section 7.1).

use memchr::memmem;

use super::headers::Headers;

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

/// Reads a chunked body that comes piece by piece, each piece once.
#[derive(Debug, Default)]
pub(super) struct Reader {
    body: Vec<u8>,
    /// How many bytes are behind.
    at: usize,
    stage: Stage,
    /// Whether the size of a chunk has more than digits, capital digits, or zeros before them.
    odd: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, Default)]
enum Stage {
    /// The line with a chunk's size.
    #[default]
    Size,
    /// This many bytes of a chunk.
    Chunk(usize),
    /// The line end behind a chunk.
    ChunkEnd,
    /// A trailer, or the empty line at the end.
    Trailer,
}

impl Reader {
    /// Reads on in `bytes`: the whole of what has come so far, from the beginning of the body.
    pub(super) fn read(&mut self, bytes: &[u8]) -> Chunked {
        loop {
            match self.stage {
                Stage::Size => {
                    let Some(line) = line(bytes, self.at) else { return partial(bytes, self.at) };
                    let Some(size) = size(line) else {
                        return Chunked::Broken { offset: self.at, what: "no chunk size" };
                    };
                    self.odd |= is_odd(line);
                    self.at += line.len() + 2;
                    self.stage = if size == 0 { Stage::Trailer } else { Stage::Chunk(size) };
                }
                Stage::Chunk(size) => {
                    let come = &bytes[self.at..];
                    let come = &come[..come.len().min(size)];
                    self.body.extend_from_slice(come);
                    self.at += come.len();
                    if come.len() < size {
                        self.stage = Stage::Chunk(size - come.len());
                        return Chunked::Partial;
                    }
                    self.stage = Stage::ChunkEnd;
                }
                Stage::ChunkEnd => match &bytes[self.at..] {
                    [b'\r', b'\n', ..] => {
                        self.at += 2;
                        self.stage = Stage::Size;
                    }
                    [] | [b'\r'] => return Chunked::Partial,
                    _ => {
                        let what = "no line end behind a chunk";
                        return Chunked::Broken { offset: self.at, what };
                    }
                },
                Stage::Trailer => {
                    let Some(line) = line(bytes, self.at) else { return partial(bytes, self.at) };
                    self.at += line.len() + 2;
                    if line.is_empty() {
                        let body = std::mem::take(&mut self.body);
                        return Chunked::Whole { body, taken: self.at };
                    }
                }
            }
        }
    }

    /// Reports whether the last chunk has come.
    pub(super) fn is_behind_last(&self) -> bool {
        matches!(self.stage, Stage::Trailer)
    }

    /// Reports whether the size of a chunk so far was spelled out of the ordinary: with capital digits, with zeros
    /// before it, or with something behind it.
    pub(super) fn is_odd(&self) -> bool {
        self.odd
    }

    /// Returns what there was of a body that does not end.
    pub(super) fn into_body(self) -> Vec<u8> {
        self.body
    }
}

/// Returns the size of a chunk, from its line; extensions are ignored.
fn size(line: &[u8]) -> Option<usize> {
    let digits = line.split(|b| *b == b';').next().unwrap_or(line).trim_ascii_end();
    let digits = std::str::from_utf8(digits).ok()?;
    let hexadecimal = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_hexdigit());
    usize::from_str_radix(digits, 16).ok().filter(|_| hexadecimal)
}

/// Reports whether the line of a chunk's size is out of the ordinary.
fn is_odd(line: &[u8]) -> bool {
    let plain = line.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    !plain || line.len() > 1 && line.starts_with(b"0")
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

/// How a body is cut into chunks, and what may stand between and behind them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Chunks {
    /// The sizes in bytes, the last one repeated; without sizes, there is one chunk.
    pub sizes: Vec<usize>,
    /// What stands behind the size of each chunk, the last one included: `;name=value`.
    pub extension: String,
    /// Whether the sizes have capital digits: `1A`.
    pub capital: bool,
    /// How many zeros stand before each size, that of the last chunk included: `001a`.
    pub zeros: usize,
    /// The fields behind the last chunk.
    pub trailers: Headers,
}

impl From<Vec<usize>> for Chunks {
    fn from(sizes: Vec<usize>) -> Self {
        Self { sizes, ..Self::default() }
    }
}

impl Chunks {
    /// Returns how many bytes a body of this length takes, but for its trailers, without writing it.
    pub fn coded_length(&self, body: usize) -> usize {
        // A size in hexadecimal digits, and two line ends: 20 bytes at most.
        let each = self.extension.len().saturating_add(self.zeros).saturating_add(20);
        let chunks = pieces(body, &self.sizes).saturating_add(1);
        chunks.saturating_mul(each).saturating_add(body)
    }

    /// Returns the line with the size of a chunk, as these chunks spell it.
    fn size_line(&self, size: usize) -> Vec<u8> {
        let digits = if self.capital { format!("{size:X}") } else { format!("{size:x}") };
        [&b"0".repeat(self.zeros), digits.as_bytes(), self.extension.as_bytes(), b"\r\n"].concat()
    }

    /// Writes `body`, each chunk by itself.
    pub(super) fn write(&self, body: &[u8]) -> Vec<Vec<u8>> {
        let mut pieces = Vec::new();
        for chunk in split(body, &self.sizes) {
            let mut piece = self.size_line(chunk.len());
            piece.extend_from_slice(chunk);
            piece.extend_from_slice(b"\r\n");
            pieces.push(piece);
        }
        let mut last = self.size_line(0);
        for trailer in self.trailers.iter() {
            last.extend_from_slice(trailer.name.as_bytes());
            last.extend_from_slice(b": ");
            last.extend_from_slice(&trailer.value);
            last.extend_from_slice(b"\r\n");
        }
        last.extend_from_slice(b"\r\n");
        pieces.push(last);
        pieces
    }
}

/// Returns how many pieces of these sizes so many bytes are cut into.
pub(crate) fn pieces(bytes: usize, sizes: &[usize]) -> usize {
    let (mut left, mut size, mut count) = (bytes, bytes, 0_usize);
    for next in sizes.iter().copied().filter(|size| *size > 0) {
        if left == 0 {
            return count;
        }
        size = next;
        left = left.saturating_sub(size);
        count += 1;
    }
    count.saturating_add(left.div_ceil(size.max(1)))
}

/// Cuts bytes into pieces of these sizes, the last one repeated; without sizes, into one.
pub(super) fn split<'b>(mut bytes: &'b [u8], sizes: &[usize]) -> Vec<&'b [u8]> {
    let mut sizes = sizes.iter().copied().filter(|size| *size > 0);
    let mut size = bytes.len();
    let mut pieces = Vec::new();
    while !bytes.is_empty() {
        size = sizes.next().unwrap_or(size).min(bytes.len());
        let (piece, rest) = bytes.split_at(size);
        pieces.push(piece);
        bytes = rest;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_counted_as_they_are_cut() {
        for (bytes, sizes) in [
            (0, &[][..]),
            (0, &[3]),
            (7, &[]),
            (7, &[3]),
            (7, &[0, 2, 9]),
            (7, &[1, 1]),
            (9, &[4, 2]),
        ] {
            let cut = split(&[0; 9][..bytes], sizes).len();
            assert_eq!(pieces(bytes, sizes), cut, "{bytes} {sizes:?}");
        }
    }

    fn read(bytes: &[u8]) -> Chunked {
        Reader::default().read(bytes)
    }

    #[test]
    fn reads_what_it_writes_and_asks_for_more_until_then() {
        let body = b"hello, chunked world";
        for sizes in [&[][..], &[1], &[3, 7, 2], &[1000]] {
            let wire = Chunks::from(sizes.to_vec()).write(body).concat();
            assert_eq!(read(&wire), Chunked::Whole { body: body.to_vec(), taken: wire.len() });
            let mut reader = Reader::default();
            for cut in 0..wire.len() {
                assert_eq!(read(&wire[..cut]), Chunked::Partial, "{sizes:?} cut at {cut}");
                assert_eq!(reader.read(&wire[..cut]), Chunked::Partial, "{sizes:?} up to {cut}");
            }
            assert_eq!(reader.read(&wire), read(&wire), "{sizes:?} byte by byte");
        }
    }

    #[test]
    fn sizes_are_spelled_in_any_way() {
        let spelled = |change: fn(&mut Chunks)| {
            let mut chunks = Chunks::from(vec![26]);
            change(&mut chunks);
            let wire = chunks.write(&[b'x'; 52]).concat();
            let mut reader = Reader::default();
            let whole = Chunked::Whole { body: vec![b'x'; 52], taken: wire.len() };
            assert_eq!(reader.read(&wire), whole);
            let line = wire.split(|byte| *byte == b'\r').next().unwrap_or_default().to_vec();
            (String::from_utf8(line).expect("ASCII"), reader.is_odd())
        };
        assert_eq!(spelled(|_| ()), ("1a".to_owned(), false));
        assert_eq!(spelled(|chunks| chunks.capital = true), ("1A".to_owned(), true));
        assert_eq!(spelled(|chunks| chunks.zeros = 3), ("0001a".to_owned(), true));
        assert_eq!(
            spelled(|chunks| chunks.extension = " ; a = b".to_owned()),
            ("1a ; a = b".to_owned(), true)
        );
    }

    #[test]
    fn takes_extensions_and_trailers() {
        let wire = b"3;a=b\r\nabc\r\n0;last\r\nX: y\r\n\r\nrest";
        assert_eq!(read(wire), Chunked::Whole { body: b"abc".to_vec(), taken: wire.len() - 4 });
    }

    #[test]
    fn refuses_what_is_none() {
        for wire in
            [&b"x\r\n"[..], b"\r\n", b"-1\r\n", b"1\r\nab\r\n", b"ffffffffffffffff1\r\n", b"+1\r\n"]
        {
            assert!(matches!(read(wire), Chunked::Broken { .. }), "{wire:?}");
        }
        assert!(matches!(read(&vec![b'1'; MAX_LINE + 1]), Chunked::Broken { .. }));
    }
}
