use crate::json::Lexer;

use super::super::Saboteur;
use super::super::craft::body::with_body;
use super::super::fault::Fault;

const POLICY: &str = "response.trailing-data-refused";

pub(in super::super) const SABOTEURS: &[Saboteur] = &[
    Saboteur {
        name: "stops-behind-the-value",
        policy: POLICY,
        what: "Whatever follows the value is not looked at.",
        seen_in: Some(
            "smithy-lang/smithy-rs#4846: the schema-based deserializer ignored bytes behind the value",
        ),
        fault: Fault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    let mut lexer = Lexer::new(body);
                    lexer.skip_value().ok()?;
                    Some(body[..lexer.offset()].to_vec())
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::BLUNT
    },
    Saboteur {
        name: "trims-nul-bytes",
        policy: POLICY,
        what: "NUL bytes behind the value are taken for the rest of a buffer.",
        fault: Fault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    let end = body.iter().rposition(|&byte| byte != 0)?;
                    Some(body[..=end].to_vec())
                })
            }),
            ..Fault::NONE
        },
        ..Saboteur::SUBTLE
    },
];
