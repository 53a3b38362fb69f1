use crate::json::Path;
use crate::model::ShapeKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal_for;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{Note, NoteKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.wrong-type-refused",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::MemberInOutput],
    summary: "A client refuses a response in which a member has another JSON type than the \
              contract declares.",
    why: "A number in place of a name is a fault of the service. If the client passes it on, the \
          program fails much later, for example where it takes the length of the name. If the \
          client converts it to a string, it shows a name that nobody gave.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "Each shape has one JSON type: a string is a JSON string, a structure is a JSON \
                   object.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "This policy judges a body whose only fault is a type. The body does not count \
                   as malformed too.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"Domain":5,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"TypeError","message":"a string expected, not a number"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Domain":5,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let model = analysis.contract().model();
    // `response.not-an-object-refused` and `union.non-object-refused` judge a body and a union that are not
    // objects.
    let is_body = |note: &Note| {
        analysis.success_body().is_some_and(|decoded| decoded.path(note) == Path::default())
    };
    let why = "a member has another JSON type than the contract declares";
    refusal_for(analysis, why, |note| match note.kind {
        NoteKind::Mistyped { shape, .. } => {
            !matches!(model.kind(shape), ShapeKind::Union(_)) && !is_body(note)
        }
        _ => false,
    })
}
