use super::super::Saboteur;
use super::super::craft::error::{error_type, name_in_header, with_error};
use super::super::fault::Fault;

const POLICY: &str = "error.no-code-generic";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "every-500-is-internal",
        policy: POLICY,
        what: "An error of 500 or more that nothing names is an InternalServerException.",
        seen_in: Some(
            "aws-amplify/amplify-flutter#4750: an error without a known name was told by its status alone",
        ),
        fault: Fault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.status >= 500 && error_type(answer).is_none() {
                        name_in_header(answer, Some("InternalServerException"));
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "nameless-429-is-throttling",
        policy: POLICY,
        what: "An error that nothing names is a ThrottlingException where its status is 429.",
        fault: Fault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if answer.status == 429 && error_type(answer).is_none() {
                        name_in_header(answer, Some("ThrottlingException"));
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
