use crate::json::JsonKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::WireUnion;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.unknown-value-irrelevant",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client accepts any JSON type as the value of a union's unknown member.",
    why: "A client cannot know the type of a member that it does not know. A client that expects \
          an object works with the first new member that a service adds, and may fail with the \
          second.",
    basis: &[
        Basis {
            source: Source::EvolvingModels,
            section: "Updating unions",
            fact: "A service may add members to a union at any time, and clients should expect \
                   ones that they do not know.",
            quote: Some("Clients SHOULD NOT fail when receiving unknown members from a service."),
        },
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A union member's value has the type of the shape that it targets: an object, an \
                   array or a scalar.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"Okta":["https://corp.okta.com",true]},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"Okta"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"TypeError","message":"list indices must be integers"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let concerned = |union: &WireUnion| {
        union.is_plain() && union.unknown.is_some_and(|kind| kind != JsonKind::Object)
    };
    if !success.unions().iter().any(concerned) {
        return Judgement::NotExercised;
    }
    let why = "the value of an unknown union member may be of any type";
    let taken = success.response(POLICY.id, why, |note| {
        matches!(note.kind, NoteKind::UnionUnknown { .. }) && success.in_union(note, concerned)
    });
    taken.err().unwrap_or(Judgement::Pass)
}
