use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use crate::reference::http::{Answer, HttpError};

const POLICY: &str = "wire.folded-field-joined";

/// The name of the field with the name of an error.
const ERROR_TYPE: &str = "X-Amzn-Errortype";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "refuses-folded-fields",
        policy: POLICY,
        what: "The client refuses a response with a header field that goes on in the next line.",
        seen_in: Some("nodejs/node#27711: the parser refuses a folded header field"),
        fault: PlantedFault {
            answer: Some(|seen, read| match read {
                Ok(_) if is_folded(seen) => Err(HttpError::Malformed("header field")),
                read => read,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "keeps-the-line-end-of-a-folded-error",
        policy: POLICY,
        what: "The name of an error has the line end in it if its field is folded.",
        fault: PlantedFault {
            answer: Some(|seen, read| with_error(seen, read, |folded| format!("\r\n {folded}"))),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
    Mutant {
        name: "drops-the-second-line-of-an-error",
        policy: POLICY,
        what: "The name of an error is empty if it is in the second line of its field.",
        fault: PlantedFault {
            answer: Some(|seen, read| with_error(seen, read, |_| String::new())),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the head of the final response as text.
fn head(seen: &Seen<'_>) -> String {
    let mut rest = &seen.arrived[..];
    loop {
        let end = rest.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(rest.len());
        let head = &rest[..end];
        if !head.starts_with(b"HTTP/1.1 1") || end == rest.len() {
            return String::from_utf8_lossy(head).into_owned();
        }
        rest = &rest[end + 4..];
    }
}

fn is_folded(seen: &Seen<'_>) -> bool {
    let head = head(seen);
    head.contains("\r\n ") || head.contains("\r\n\t")
}

/// Changes the value of the field with the name of an error, if all of it is in the second line.
fn with_error(
    seen: &Seen<'_>,
    read: Result<Answer, HttpError>,
    change: impl Fn(&str) -> String,
) -> Result<Answer, HttpError> {
    let mut answer = read?;
    let start = format!("\r\n{ERROR_TYPE}: \r\n").to_ascii_lowercase();
    if head(seen).to_ascii_lowercase().contains(&start) {
        for (name, value) in &mut answer.headers {
            if name.eq_ignore_ascii_case(ERROR_TYPE) {
                *value = change(&String::from_utf8_lossy(value)).into_bytes();
            }
        }
    }
    Ok(answer)
}
