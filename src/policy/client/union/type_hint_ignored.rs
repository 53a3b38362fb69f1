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
    summary: "`__type` in a union is no member: the union is the member beside it.",
    why: "Some services write `__type` into every object. A client that takes it for a member \
          hands its user an unknown one in place of the real one, or refuses the answer for \
          having two.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "`__type` is ignored in a union that has no member of that name.",
            quote: Some("Deserializers MUST ignore an unrecognized __type member if present."),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonDeserializeIgnoreType: `__type` before a member leaves the union that member.",
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
    let why = "`__type` in a union is to be ignored";
    if let Err(judgement) =
        success.response(POLICY.id, why, |note| success.in_union(note, concerned))
    {
        return judgement;
    }
    let message = "the union does not show the member that is set beside `__type`";
    success.judge_unions(POLICY.id, message, concerned)
}
