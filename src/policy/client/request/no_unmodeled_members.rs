use std::collections::HashSet;

use crate::protocol::NoteKind;
use crate::exchange::Evidence;
use crate::policy::analysis::body::ToldTwice;
use crate::policy::analysis::request::{at_byte, body_path, sent_for_valid_input};
use crate::policy::{Basis, Example, Finding, Group, Judgement, Level, Policy, Sent, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.no-unmodeled-members",
    group: Group::Request,
    level: Level::Must,
    summary: "The body for a valid input has no member that the contract does not name.",
    why: "What a client adds for itself, a type hint, metadata, a member under a second spelling, is \
          none of the service's: a strict one refuses it, and one that has such a member in a later \
          edition acts on what the caller never said.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "The properties are the member values that are provided, each under the member's name \
                   or its jsonName.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "An input with a member that the contract does not name is for the policies on inputs.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice","__type":"DisassociateUserRequest"}"#,
    )),
};

/// How many findings a judgement tells at most: the rest would say the same.
const MOST_FINDINGS: usize = 10;

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(Ok(decoded)) = sent_for_valid_input(evidence) else {
        return Judgement::NotExercised;
    };
    if decoded.value().is_none() {
        return Judgement::NotExercised;
    }
    let unmodeled = decoded.anatomy().of(|kind| {
        matches!(
            kind,
            NoteKind::UnknownMember | NoteKind::UnionTag { known: false } | NoteKind::TypeHint
        )
    });
    let (told_twice, mut open) = (ToldTwice::of(decoded), false);
    // Several members in a union are for the policy on that, whichever of them are known.
    let several = decoded.anatomy().of(|kind| kind == NoteKind::UnionSeveral);
    let several: HashSet<_> = several.map(|note| note.container()).collect();
    let (mut seen, mut findings) = (HashSet::new(), Vec::new());
    for note in unmodeled {
        if note.kind != NoteKind::TypeHint && several.contains(&note.container()) {
            continue;
        }
        let path = decoded.path(note);
        if told_twice.covers(&path) {
            open = true;
        } else if findings.len() < MOST_FINDINGS && seen.insert(path.clone()) {
            let message = "a member is sent that the contract does not name";
            let finding = Finding::new(body_path(&path), message).expected("nothing");
            findings.push(at_byte(evidence, finding, note.offset as usize));
        }
    }
    match findings.is_empty() && open {
        true => Judgement::NotExercised,
        false => findings.into(),
    }
}
