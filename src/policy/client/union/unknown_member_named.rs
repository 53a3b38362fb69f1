use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.unknown-member-named",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client shows an unknown union member as `SDK_UNKNOWN_MEMBER` with its exact name.",
    why: "The name is the only thing that a client can report of such a member. Without it, nobody \
          can see what the service sent, or which release of the client would understand it.",
    basis: &[Basis {
        source: Source::OperationReference,
        section: "Response Structure, IdentityProvider",
        fact: "A client shows a member that it does not know as SDK_UNKNOWN_MEMBER, with its name.",
        quote: Some(
            "If a client receives an unknown member it will set SDK_UNKNOWN_MEMBER as the top level key",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta Identity Cloud":{"OrgUrl":"https://corp.okta.com"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta Identity Cloud"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":null}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // If the union has something else beside the member, this policy judges only a missing name: another
    // wrong value comes from that other thing. A refusal breaks `union.unknown-member-tolerated`.
    success.judge_unions(
        POLICY.id,
        "the union does not show the name of the unknown member that is set",
        |union| union.unknown.is_some() && (union.is_plain() || !success.is_hidden(&union.path)),
    )
}
