use crate::json::Path;
use crate::model::BodyBinding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal_for;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.not-an-object-refused",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client refuses a response whose body is JSON but not an object.",
    why: "An output is an object. A client that reads an array, a string or null as an object \
          without members reports that the call succeeded and said nothing.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A structure is a JSON object, and an output is a structure.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "The body `null` is not an object.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { body: "[]", ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"TypeError","message":"an object expected, not an array"}"#,
    ),
    breaks: Example::with_outcome(r#"{"outcome":"response","http_status":200,"output":{}}"#),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // If nothing is bound to the body, a client has no reason to look at it.
    if analysis.contract().bindings().output.body() == BodyBinding::Nothing {
        return Judgement::NotExercised;
    }
    refusal_for(analysis, "its body is not an object", |note| {
        matches!(note.kind, NoteKind::Mistyped { .. })
            && analysis.success_body().is_some_and(|decoded| decoded.path(note) == Path::default())
    })
}
