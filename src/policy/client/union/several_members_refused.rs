use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal_for;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.several-members-refused",
    group: Group::Union,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client refuses a response in which a union has several members that are not null.",
    why: "A client that shows one of two members hides the other. Its user acts on half of what \
          the service said, and never learns of it.",
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
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"},"Okta":{"OrgUrl":"https://corp.okta.com"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ResponseParserError","message":"Invalid service response: a union must have one and only one member set."}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    refusal_for(analysis, "a union has several members", |note| note.kind == NoteKind::UnionSeveral)
}
