use crate::exchange::Evidence;
use crate::policy::analysis::success::{Success, is_nameless};
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.unknown-member-named",
    group: Group::Union,
    level: Level::Must,
    summary: "A union's unknown member is shown with its name, to the character.",
    why: "The name is all that a client can tell of such a member. Without it nobody can see \
          what the service sent, nor which release of the client would understand it.",
    basis: &[Basis {
        source: Source::OperationReference,
        section: "Response Structure, IdentityProvider",
        fact: "A member that the client does not know is shown as SDK_UNKNOWN_MEMBER, with its name.",
        quote: Some(
            "If a client receives an unknown member it will set SDK_UNKNOWN_MEMBER as the top level key",
        ),
    }],
    disputed: None,
    check,
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

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    // A refusal is for the policy on tolerance. Where something else stands beside the member, only that the name
    // is missing is for this policy: what is shown in its place comes of that other thing.
    success.judge_unions(
        "the union does not show the unknown member that is set by its name",
        |union| union.unknown.is_some() && (union.is_plain() || !success.is_hidden(&union.path)),
        |union, difference| !union.is_plain() && !is_nameless(union, difference),
    )
}
