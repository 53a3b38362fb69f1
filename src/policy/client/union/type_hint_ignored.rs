use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::WireUnion;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.type-hint-ignored",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client ignores `__type` in a union and shows the member beside it.",
    why: "Some services write `__type` into every object. A client that treats it as a member \
          shows an unknown member in place of the real one, or refuses the response because the \
          union has two members.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A client ignores `__type` in a union that has no member of that name.",
            quote: Some("Deserializers MUST ignore an unrecognized __type member if present."),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonDeserializeIgnoreType: with `__type` before a member, the union is that \
                   member.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"__type":"IdentityProvider","ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"__type"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let concerned = |union: &WireUnion| union.hint.is_some();
    if !success.unions().iter().any(concerned) {
        return Judgement::NotExercised;
    }
    let why = "a client ignores `__type` in a union";
    if let Err(judgement) =
        success.response(POLICY.id, why, |note| success.in_union(note, concerned))
    {
        return judgement;
    }
    let message = "the union does not show the member beside `__type`";
    success.judge_unions(POLICY.id, message, concerned)
}
