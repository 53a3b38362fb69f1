use super::super::super::http::Answer;
use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, with_error};

const POLICY: &str = "error.header-name-any-case";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "header-in-one-spelling",
        policy: POLICY,
        what: "The client finds the header only if its name is spelled as in the specification.",
        seen_in: Some(
            "aws/aws-sdk-java#449: the client found header fields in one spelling only, and missed them in \
             lower case",
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
        what: "The client finds the header only if its name has one of the four usual spellings.",
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

/// Removes the header if its name has a spelling that is not listed.
fn keep_spelled(answer: &mut Answer, spellings: &[&str]) {
    answer.headers.retain(|(name, _)| {
        !name.eq_ignore_ascii_case(ERROR_TYPE) || spellings.contains(&name.as_str())
    });
}
