use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.chunks-override-length";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "believes-the-length-beside-chunks",
        policy: POLICY,
        what: "The client reads as many bytes as Content-Length says, although the body came in chunks.",
        fault: PlantedFault {
            answer: Some(|seen, read| by_length(seen, read, |_| true)),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "believes-the-length-beside-the-chunks-of-an-error",
        policy: POLICY,
        what: "The client reads an error in chunks by its Content-Length.",
        fault: PlantedFault {
            answer: Some(|seen, read| by_length(seen, read, |answer| answer.status >= 400)),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the response with the body that its Content-Length cuts out of the chunks.
fn by_length(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    wanted: impl Fn(&Answer) -> bool,
) -> Result<Answer, HttpError> {
    let mut answer = read?;
    let length = answer.header("Content-Length").and_then(|value| std::str::from_utf8(value).ok());
    let length = length.and_then(|value| value.parse::<usize>().ok());
    if let Some(length) = length
        && answer.header("Transfer-Encoding").is_some()
        && wanted(&answer)
    {
        let end = seen.arrived.windows(4).position(|four| four == b"\r\n\r\n");
        let body = &seen.arrived[end.map_or(seen.arrived.len(), |end| end + 4)..];
        answer.body = body[..length.min(body.len())].to_vec();
    }
    Ok(answer)
}
