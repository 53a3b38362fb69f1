use super::super::super::http::{Answer, HttpError};
use super::super::Mutant;
use super::super::support::body::{closing_brackets, with_body};
use super::super::fault::{PlantedFault, Seen};

const POLICY: &str = "response.truncated-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "closes-open-brackets",
        policy: POLICY,
        what: "A body that ends with brackets open is read as if it closed them.",
        seen_in: Some(
            "boto/botocore 1.44.5 (testees/boto3/README.md): half an answer is shown as one without members",
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
        what: "Where the connection ends and only the last bracket has not come, it is put there.",
        seen_in: Some(
            "aws/aws-sdk-js#886: a listing that the connection cut off was taken for the end of the listing",
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

/// The answer as far as it came, and its last bracket, if that is all that it lacks.
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
