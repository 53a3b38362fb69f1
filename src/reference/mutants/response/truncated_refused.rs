use super::super::super::http::{Answer, HttpError};
use super::super::Mutant;
use super::super::fault::{PlantedFault, Seen};
use super::super::support::body::{closing_brackets, with_body};

const POLICY: &str = "response.truncated-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "closes-open-brackets",
        policy: POLICY,
        what: "The client reads a body that ends with open brackets as if the brackets were closed.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): half a response is shown as an output without \
             members",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_body(read, |body| Some([body, &closing_brackets(body)].concat()))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "adds-the-last-bracket-of-a-cut-answer",
        policy: POLICY,
        what: "If the connection ends and only the last bracket is missing, the client adds it.",
        seen_in: Some(
            "aws/aws-sdk-js#886: if the connection cut off a listing, the client took this for the end of \
             the listing",
        ),
        fault: PlantedFault {
            answer: Some(|seen, read| match read {
                Err(HttpError::Ended) => but_for_a_bracket(seen).ok_or(HttpError::Ended),
                read => read,
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the response that has arrived so far with its last bracket added, if it lacks nothing else.
fn but_for_a_bracket(seen: &Seen<'_>) -> Option<Answer> {
    let head_end = seen.arrived.windows(4).position(|end| end == b"\r\n\r\n")?;
    let (head, body) = seen.arrived.split_at(head_end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.starts_with("http/1.1 200 ") || head.contains("\r\ntransfer-encoding:") {
        return None;
    }
    let lacking = closing_brackets(body);
    let body = [body, &lacking].concat();
    (lacking.len() == 1).then_some(Answer { status: 200, headers: Vec::new(), body })
}
