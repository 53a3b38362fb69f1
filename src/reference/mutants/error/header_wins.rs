use super::super::super::http::Answer;
use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::error::{
    error_type, is_known_error, name_in_header, text_in_body, with_error,
};

const POLICY: &str = "error.header-wins";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "body-overwrites-header",
        policy: POLICY,
        what: "A name in the body takes precedence over the header.",
        seen_in: Some(
            "aws/aws-sdk-kotlin#828: the client read the header first, and then the body overwrote the name",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    if name_in_body(answer).is_some() {
                        name_in_header(answer, None);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "passes-over-an-unknown-header",
        policy: POLICY,
        what: "A known name in the body takes precedence over an unknown name in the header.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let is_unknown = error_type(answer).is_some_and(|name| !is_known_error(&name));
                    if is_unknown && name_in_body(answer).is_some_and(|name| is_known_error(&name))
                    {
                        name_in_header(answer, None);
                    }
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];

fn name_in_body(answer: &Answer) -> Option<String> {
    text_in_body(answer, "code").or_else(|| text_in_body(answer, "__type"))
}
