use super::super::Saboteur;
use super::super::craft::error::{take_from_body, text_in_body, with_error};
use super::super::fault::Fault;

const POLICY: &str = "error.from-type";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "type-unread",
        policy: POLICY,
        what: "The __type of the body is not looked for.",
        seen_in: Some(
            "boto/botocore#69: errors in JSON had no code before it was taken from `__type`",
        ),
        also: &["error.uri-suffix-stripped", "error.namespace-stripped"],
        fault: Fault {
            answer: Some(|_, read| with_error(read, |answer| take_from_body(answer, "__type"))),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "type-unread-without-a-message",
        policy: POLICY,
        what: "Where the body has no message, its __type is not looked for.",
        fault: Fault {
            answer: Some(|_, read| {
                with_error(read, |answer| {
                    let has = |name| text_in_body(answer, name).is_some();
                    if !has("message") && !has("Message") {
                        take_from_body(answer, "__type");
                    }
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
