use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.unknown-members-ignored",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client ignores members that the contract does not name, whatever they hold, and \
              reads the rest as usual.",
    why: "Services often add members to their responses. A client that fails on one, or confuses \
          it with a member that it knows, breaks with the service's next release.",
    basis: &[
        Basis {
            source: Source::EvolvingModels,
            section: "Updating structures",
            fact: "A service may add an optional member to a structure, and older clients must \
                   cope with it.",
            quote: Some("Adding new optional members to a structure."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "Members that the contract does not name are valid in a response.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"Tags":[{"Key":"a","Value":null}],"username":"mallory","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"mallory"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let unknown = |kind| kind == NoteKind::UnknownMember;
    if success.notes(unknown).next().is_none() {
        return Judgement::NotExercised;
    }
    let why = "a client ignores a member that the contract does not name";
    if let Err(judgement) = success.response(POLICY.id, why, |note| unknown(note.kind)) {
        return judgement;
    }
    let message = "a member that the contract does not name changes the output";
    success.judge_departures(POLICY.id, message)
}
