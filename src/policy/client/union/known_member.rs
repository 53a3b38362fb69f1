use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::WireUnion;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.known-member",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client decodes a union with one member that the contract knows to that member.",
    why: "The set member is the union's whole meaning. A client that shows another member, or \
          treats it as unknown, gives its user a value of the wrong kind.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A union is a JSON object that has the set member under its own name.",
            quote: Some("A union is serialized identically as a structure shape"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Structure, IdentityProvider",
            fact: "The response's identity provider has one top-level key: the member that is set.",
            quote: Some("Only one of the following top level keys will be set"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"ActiveDirectoryIdentityProvider"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // The policies on `__type` and on null members judge a union that has one of them.
    let concerned = |union: &WireUnion| union.is_plain() && union.unknown.is_none();
    if !success.unions().iter().any(concerned) {
        return Judgement::NotExercised;
    }
    let why = "it has a union with a known member";
    if let Err(judgement) = success.response(POLICY.id, why, |_| false) {
        return judgement;
    }
    let message = "the union does not show the member that is set, or not all of it";
    success.judge_unions(POLICY.id, message, concerned)
}
