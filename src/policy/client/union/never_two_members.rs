use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::union::{shown_unions, tags};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "union.never-two-members",
    group: Group::Union,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::UnionInOutput],
    summary: "A client never shows a union with more than one member.",
    why: "Code that reads a union checks which member is set and continues with it. If there are \
          two, the code's behavior depends on the order of its checks.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Union member presence",
            fact: "A value with several members, or with none, is invalid.",
            quote: Some("Exactly one member of a union MUST be set."),
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
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"},"SDK_UNKNOWN_MEMBER":{"name":"ActiveDirectoryIdentityProvider"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let unions = shown_unions(analysis);
    if unions.is_empty() {
        return Judgement::NotExercised;
    }
    let mut findings = Vec::new();
    for (path, union) in unions {
        let mut tags = tags(union);
        tags.sort_unstable();
        tags.dedup();
        if tags.len() > 1 {
            let place = path.under("outcome.output");
            findings.push(
                Finding::new(place, "the outcome shows a union with several members")
                    .expected("one member")
                    .actual(tags.join(", ")),
            );
        }
    }
    findings.into()
}
