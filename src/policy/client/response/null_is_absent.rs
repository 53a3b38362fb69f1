use crate::protocol::{Note, NoteKind};
use crate::exchange::Evidence;
use crate::policy::analysis::success::{Cause, NullMember, Success};
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.null-is-absent",
    group: Group::Response,
    level: Level::Must,
    summary: "A member that is null is absent.",
    why: "Serializers that write every field send null for what has no value. A client that \
          refuses it, or shows an empty string or the word null in its place, makes something \
          of nothing.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonDoesntDeserializeNullStructureValues: a member that is null is not in the output.",
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
    check,
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

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    // Unions have a policy of their own; and a required member that is null is missing.
    let concerned = |null: &NullMember| null.optional && !null.union;
    let concerned_at = |cause| match cause {
        Cause::Null(at) => Some(&success.nulls[at]).filter(|null| concerned(null)),
        _ => None,
    };
    let mut nulls = success.nulls.iter().filter(|null| concerned(null)).peekable();
    if nulls.peek().is_none() {
        return Judgement::NotExercised;
    }
    // A null that another policy is about makes the answer odd in another way.
    let only_such = success.nulls.iter().all(concerned);
    let own =
        |note: &Note| note.kind == NoteKind::Null && only_such && !success.in_union(note, |_| true);
    let why = "a member that is null counts as absent";
    if let Err(judgement) = success.response(why, own) {
        return judgement;
    }
    if nulls.all(|null| success.is_hidden(&null.path)) {
        return Judgement::NotExercised;
    }
    success.judge_departures(
        "a member that is null is shown with a value",
        |cause| concerned_at(cause).is_some(),
        |departure| concerned_at(departure.cause).map(|null| null.offset),
    )
}
