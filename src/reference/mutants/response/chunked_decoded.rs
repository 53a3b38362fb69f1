use super::super::super::http::{Answer, HttpError};
use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::body::with_body;

const POLICY: &str = "response.chunked-decoded";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "knows-no-chunk-extensions",
        policy: POLICY,
        what: "The client refuses a chunk that has an extension after its size.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let extended = chunks(seen).iter().any(|(line, _)| line.contains(&b';'));
                if extended { Err(HttpError::Malformed("chunk size")) } else { read }
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "breaks-characters-between-chunks",
        policy: POLICY,
        what: "The client decodes the text of each chunk separately, so it loses a character that two chunks \
               share.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let chunks = chunks(seen);
                with_body(read, |_| {
                    let text =
                        |(_, chunk): &(&[u8], &[u8])| String::from_utf8_lossy(chunk).into_owned();
                    (!chunks.is_empty())
                        .then(|| chunks.iter().map(text).collect::<String>().into_bytes())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "knows-no-capital-digits",
        policy: POLICY,
        what: "The client takes the first capital digit of a chunk's size for the end of the number, and loses step.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let capital = |line: &[u8]| digits(line).iter().any(u8::is_ascii_uppercase);
                refused_if(seen, read, capital)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "ends-at-a-leading-zero",
        policy: POLICY,
        what: "A chunk whose size begins with 0 counts as the last one.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let chunks = chunks(seen);
                let zero = chunks.iter().position(|(line, _)| line.starts_with(b"0"));
                with_body(read, |_| {
                    zero.map(|zero| {
                        chunks[..zero].iter().flat_map(|(_, data)| *data).copied().collect()
                    })
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "knows-no-space-in-an-extension",
        policy: POLICY,
        what: "The client refuses a chunk with white space before its extension.",
        fault: PlantedFault {
            answer: Some(|seen, read| {
                let space =
                    |line: &[u8]| matches!(line.get(digits(line).len()), Some(b' ' | b'\t'));
                refused_if(seen, read, space)
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the digits at the beginning of a size line.
fn digits(line: &[u8]) -> &[u8] {
    &line[..line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count()]
}

/// Refuses a response with such a size line.
fn refused_if(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    odd: impl Fn(&[u8]) -> bool,
) -> Result<Answer, HttpError> {
    match read {
        Ok(_) if chunks(seen).iter().any(|(line, _)| odd(line)) => {
            Err(HttpError::Malformed("chunk size"))
        }
        read => read,
    }
}

/// Returns the chunks of a response: the size line and the bytes of each. The list is empty if the response is
/// not chunked.
fn chunks<'a>(seen: &'a Seen<'_>) -> Vec<(&'a [u8], &'a [u8])> {
    let mut chunks = Vec::new();
    let arrived = &seen.arrived[..];
    let Some((head, mut rest)) = split_at(arrived, b"\r\n\r\n") else { return chunks };
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.contains("\r\ntransfer-encoding:") {
        return chunks;
    }
    while let Some((line, behind)) = split_at(rest, b"\r\n") {
        let size = std::str::from_utf8(digits(line)).ok();
        match size.and_then(|size| usize::from_str_radix(size, 16).ok()) {
            Some(size @ 1..) if size < behind.len() => {
                chunks.push((line, &behind[..size]));
                rest = behind[size..].strip_prefix(b"\r\n").unwrap_or_default();
            }
            _ => break,
        }
    }
    chunks
}

fn split_at<'a>(bytes: &'a [u8], end: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = bytes.windows(end.len()).position(|window| window == end)?;
    Some((&bytes[..at], &bytes[at + end.len()..]))
}
