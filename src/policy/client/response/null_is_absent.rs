use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::NullMember;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{Note, NoteKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.null-is-absent",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::OptionalInOutput],
    summary: "A client treats a member that is null as absent.",
    why: "Serializers that write every field send null for a member without a value. A client that \
          refuses it, or shows an empty string or the word null in its place, turns nothing into \
          something.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonDoesntDeserializeNullStructureValues: a member that is null is not in \
                   the output.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A member that is shown as null is absent.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":null,"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"null","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // `union.null-is-absent` judges a null union. A null member that is required counts as missing.
    let concerned = |null: &NullMember| null.optional && !null.union;
    let mut nulls = success.nulls().iter().filter(|null| concerned(null)).peekable();
    if nulls.peek().is_none() {
        return Judgement::NotExercised;
    }
    // If the response has nulls of another kind too, a refusal may come from those.
    let only_such = success.nulls().iter().all(concerned);
    let own =
        |note: &Note| note.kind == NoteKind::Null && only_such && !success.in_union(note, |_| true);
    let why = "a member that is null counts as absent";
    if let Err(judgement) = success.response(POLICY.id, why, own) {
        return judgement;
    }
    if nulls.all(|null| success.is_hidden(&null.path)) {
        return Judgement::NotExercised;
    }
    success.judge_departures(POLICY.id, "a member is null, but the output shows a value")
}
