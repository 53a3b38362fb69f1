use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{ERROR_TYPE, name_in_header, with_error};
use crate::reference::http::Answer;

const POLICY: &str = "error.first-header-counts";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "last-error-header",
        policy: POLICY,
        what: "The client takes the last of several header fields that name the error.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if let Some(last) = names(answer).pop() {
                        name_in_header(answer, Some(&last));
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "error-headers-joined",
        policy: POLICY,
        what: "The client joins several header fields with commas, and takes the result for the name of the \
               error.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let names = names(answer);
                    if names.len() > 1 {
                        name_in_header(answer, Some(&names.join(", ")));
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

/// Returns the values of the header fields that name the error of a response.
fn names(answer: &Answer) -> Vec<String> {
    let named = answer.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(ERROR_TYPE));
    named.map(|(_, value)| String::from_utf8_lossy(value).into_owned()).collect()
}
