use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::WireUnion;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.null-members-ignored",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client ignores null members of a union and shows the one member that is not null.",
    why: "Serializers that write every field send the other members as null. A client that counts \
          them refuses a valid response, or shows a member that nobody set.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "Only a single member can have a value other than null, so a null member is not \
                   the one that is set.",
            quote: Some("only a single member can be set to a non-null value"),
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Union member presence",
            fact: "A value with several members, or with none, is invalid.",
            quote: Some("Exactly one member of a union MUST be set."),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta":null,"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // If the union also has `__type`, `union.type-hint-ignored` judges it.
    let concerned = |union: &WireUnion| union.null.is_some() && union.hint.is_none();
    if !success.unions().iter().any(concerned) {
        return Judgement::NotExercised;
    }
    let why = "a null member of a union counts as absent";
    if let Err(judgement) =
        success.response(POLICY.id, why, |note| success.in_union(note, concerned))
    {
        return judgement;
    }
    let message = "the union does not show the one member that is not null";
    success.judge_unions(POLICY.id, message, concerned)
}
