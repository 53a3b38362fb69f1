use crate::json::Lexer;

use super::super::Mutant;
use super::super::fault::PlantedFault;
use super::super::support::body::with_body;

const POLICY: &str = "response.trailing-data-refused";

pub(in super::super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "stops-behind-the-value",
        policy: POLICY,
        what: "The client ignores all bytes after the value.",
        seen_in: Some(
            "smithy-lang/smithy-rs#4846: the schema-based deserializer ignored bytes after the value",
        ),
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    let mut lexer = Lexer::new(body);
                    lexer.skip_value().ok()?;
                    Some(body[..lexer.offset()].to_vec())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::BLUNT
    },
    Mutant {
        name: "trims-nul-bytes",
        policy: POLICY,
        what: "The client ignores NUL bytes after the value, as if they filled a buffer.",
        fault: PlantedFault {
            answer: Some(|_, read| {
                with_body(read, |body| {
                    let end = body.iter().rposition(|&byte| byte != 0)?;
                    Some(body[..=end].to_vec())
                })
            }),
            ..PlantedFault::NONE
        },
        ..Mutant::SUBTLE
    },
];
