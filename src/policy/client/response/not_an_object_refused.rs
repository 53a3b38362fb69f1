use crate::protocol::NoteKind;
use crate::exchange::Evidence;
use crate::json::Path;
use crate::policy::analysis::refusal_for;
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.not-an-object-refused",
    group: Group::Response,
    level: Level::Must,
    summary: "An answer whose body is JSON, but no object, is refused.",
    why: "An output is an object. A client that takes an array, a string or null for one with \
          no members tells its user that the call succeeded and said nothing.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A structure, and so an output, is a JSON object.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "The body `null` is no object.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    example: Example { body: "[]", ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"TypeError","message":"an object expected, not an array"}"#,
    ),
    breaks: Example::with_outcome(r#"{"outcome":"response","http_status":200,"output":{}}"#),
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    refusal_for(evidence, "its body is no object", |note| {
        matches!(note.kind, NoteKind::Mistyped { .. })
            && evidence.success().is_some_and(|decoded| decoded.path(note) == Path::default())
    })
}
