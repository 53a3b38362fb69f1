use crate::policy::analysis::server::{ServerAnalysis, finding};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.required-members-present",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[Need::RequiredInOutput],
    summary: "In a success, a server sends every required member, and none of them is null.",
    why: "Clients promise their users that such a member is there. If it is missing, one client \
          fails the call, and another makes a value up.",
    basis: &[Basis {
        source: Source::Smithy,
        section: "Aggregate types, Required members",
        fact: "A structure is not valid without a value for each required member.",
        quote: Some(
            "a value MUST always be present for a member in order to create a valid structure",
        ),
    }],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    let Some(decoded) = analysis.success_object() else { return Judgement::NotExercised };
    let told_twice = analysis.told_twice();
    let missing = decoded.anatomy().of(|kind| kind == NoteKind::Missing);
    let missing = missing.map(|note| (note, decoded.path(note)));
    missing
        .filter(|(_, path)| !told_twice.covers(path))
        .map(|(note, path)| finding(analysis, decoded, note, &path))
        .collect::<Vec<_>>()
        .into()
}
