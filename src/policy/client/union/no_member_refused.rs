use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal_for;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.no-member-refused",
    group: Group::Union,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client refuses a response in which a union has no member that is not null.",
    why: "A union without a member says nothing. If a client accepts it, its user's code fails \
          later, far from the response that was wrong.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Union member presence",
            fact: "A value with several members, or with none, is invalid.",
            quote: Some("Exactly one member of a union MUST be set."),
        },
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "Only a single member can have a value other than null, so a null member is not \
                   the one that is set.",
            quote: Some("only a single member can be set to a non-null value"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ResponseParserError","message":"Invalid service response: a union must have one and only one member set."}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    refusal_for(analysis, "a union has no member", |note| note.kind == NoteKind::UnionEmpty)
}
