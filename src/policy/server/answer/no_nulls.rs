use crate::policy::analysis::server::{ServerAnalysis, noted};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.no-nulls",
    group: Group::Server,
    level: Level::Should,
    subject: Subject::Answer,
    needs: &[],
    summary: "In a success, a server leaves out members without a value and does not send null for \
              them.",
    why: "Null and absent mean the same to most clients, but not to all: some pass null to their \
          user, and some refuse it in place of a text.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "Only the member values that are provided become properties.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, List member optionality",
            fact: "A list or map that is not sparse has no null in it.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        body: r#"{"InstanceUserSummary":{"Domain":null,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    match analysis.success_object() {
        Some(decoded) => noted(analysis, decoded, |kind| kind == NoteKind::Null).into(),
        None => Judgement::NotExercised,
    }
}
