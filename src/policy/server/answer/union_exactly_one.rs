use crate::policy::analysis::body::miscounted_unions;
use crate::policy::analysis::server::{ServerAnalysis, finding};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.union-exactly-one",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[Need::UnionInOutput],
    summary: "In a success, a server sends a union with exactly one member set.",
    why: "A client cannot read a union with no member or several. It refuses the whole response, \
          and the user does not learn the result of the call.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A union is an object in which exactly one member is not null.",
            quote: Some("only a single member can be set to a non-null value"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Structure, IdentityProvider",
            fact: "The response's identity provider has one top-level key: the member that is set.",
            quote: Some("Only one of the following top level keys will be set"),
        },
    ],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    let Some(decoded) = analysis.success_object() else { return Judgement::NotExercised };
    let Some(wrong) = miscounted_unions(decoded, analysis.told_twice()) else {
        return Judgement::NotExercised;
    };
    let findings = wrong.into_iter().map(|(note, path)| finding(analysis, decoded, note, &path));
    findings.collect::<Vec<_>>().into()
}
