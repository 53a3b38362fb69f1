use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{error_type, name_in_header, with_error};

const POLICY: &str = "error.no-code-generic";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "every-500-is-internal",
        policy: POLICY,
        what: "An error of 500 or more without a name becomes an InternalServerException.",
        seen_in: Some(
            "aws-amplify/amplify-flutter#4750: the status alone decided the type of an error without a known \
             name",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.status >= 500 && error_type(answer).is_none() {
                        name_in_header(answer, Some("InternalServerException"));
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "nameless-429-is-throttling",
        policy: POLICY,
        what: "An error without a name becomes a ThrottlingException if its status is 429.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.status == 429 && error_type(answer).is_none() {
                        name_in_header(answer, Some("ThrottlingException"));
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
