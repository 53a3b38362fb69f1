use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.member-order-irrelevant",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::MemberInOutput],
    summary: "A client accepts the members of a response in any order.",
    why: "Many serializers write members in the order of a hash map, and this order can change at \
          any time. A client that reads by position, or stops at the first member that it does not \
          need, fails as soon as it changes.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "1. Introduction",
            fact: "The members of an object have no order.",
            quote: Some("An object is an unordered collection of zero or more name/value pairs"),
        },
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A reader finds a member's value by the member's name.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"Username":"alice","Status":"DISASSOCIATED","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    success.judge_form(
        POLICY.id,
        FormOddity::Order,
        "its members may be in any order",
        "the members are in another order, and the output does not show one as it was sent",
        |_| false,
    )
}
