use super::super::super::http::Answer;
use super::super::Mutant;
use super::super::support::error::{ERROR_TYPE, with_error};
use super::super::fault::PlantedFault;

const POLICY: &str = "error.header-name-any-case";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "header-in-one-spelling",
        policy: POLICY,
        what: "The header is found only where it is spelled as in the specification.",
        seen_in: Some(
            "aws/aws-sdk-java#449: header fields were found in one spelling alone, and missed in lower case",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| with_error(read, |answer| keep_spelled(answer, &[ERROR_TYPE]))),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "header-in-listed-spellings",
        policy: POLICY,
        what: "The header is found in the four usual spellings, and in no other.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                let listed =
                    [ERROR_TYPE, "X-Amzn-ErrorType", "x-amzn-errortype", "X-AMZN-ERRORTYPE"];
                with_error(read, |answer| keep_spelled(answer, &listed))
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Takes the header away where it is spelled otherwise.
fn keep_spelled(answer: &mut Answer, spellings: &[&str]) {
    answer.headers.retain(|(name, _)| {
        !name.eq_ignore_ascii_case(ERROR_TYPE) || spellings.contains(&name.as_str())
    });
}
