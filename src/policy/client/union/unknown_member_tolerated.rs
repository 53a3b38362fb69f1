use crate::json::JsonKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::WireUnion;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.unknown-member-tolerated",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client does not refuse a response because a union has one member that the contract \
              does not know.",
    why: "Services add members to unions. A client that fails on one stops working on the day of \
          the service's next release, even if its user does not need that member.",
    basis: &[
        Basis {
            source: Source::EvolvingModels,
            section: "Updating unions",
            fact: "A service may add members to a union at any time, and clients should expect \
                   ones that they do not know.",
            quote: Some("Clients SHOULD NOT fail when receiving unknown members from a service."),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Structure, IdentityProvider",
            fact: "A client shows a member that it does not know as SDK_UNKNOWN_MEMBER, with its \
                   name.",
            quote: Some(
                "If a client receives an unknown member it will set SDK_UNKNOWN_MEMBER as the top level key",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta":{"OrgUrl":"https://corp.okta.com"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"JSONDecodeError","message":"unknown variant Okta"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // `union.unknown-value-irrelevant` judges unknown members whose value is not an object.
    let concerned = |union: &WireUnion| union.is_plain() && union.unknown == Some(JsonKind::Object);
    if !success.unions().iter().any(concerned) {
        return Judgement::NotExercised;
    }
    let why = "a union may have a member that the contract does not know";
    let taken = success.response(POLICY.id, why, |note| {
        matches!(note.kind, NoteKind::UnionUnknown { .. }) && success.in_union(note, concerned)
    });
    taken.err().unwrap_or(Judgement::Pass)
}
