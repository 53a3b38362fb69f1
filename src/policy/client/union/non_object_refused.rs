use crate::model::ShapeKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal_for;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.non-object-refused",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client refuses a response that has something other than an object in place of a \
              union.",
    why: "An array, a string or a number has no member that could be set. A client that reads one \
          as a union shows a value that it made up.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "JSON shape serialization",
        fact: "A union is a JSON object.",
        quote: Some("A union is serialized identically as a structure shape"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":"ActiveDirectoryIdentityProvider","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"TypeError","message":"an object expected, not a string"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let model = analysis.contract().model();
    refusal_for(analysis, "a union must be an object", |note| match note.kind {
        NoteKind::Mistyped { shape, .. } => matches!(model.kind(shape), ShapeKind::Union(_)),
        _ => false,
    })
}
