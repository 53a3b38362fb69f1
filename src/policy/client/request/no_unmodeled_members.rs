use std::collections::HashSet;

use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::attribution::{Found, yields};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.no-unmodeled-members",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "For a valid input, a client sends no member that the contract does not name.",
    why: "Some clients add members of their own: a type hint, metadata, a second spelling of a \
          member. A strict service refuses them. A service that has such a member in a later \
          edition acts on something that the caller never said.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "The properties are the member values that are provided, each under the member's \
                   name or its jsonName.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "The policies on inputs judge an input that has a member that the contract does \
                   not name.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice","__type":"DisassociateUserRequest"}"#,
    )),
};

/// The most findings of a judgement. More of them would say the same.
const MOST_FINDINGS: usize = 10;

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let body = analysis.body_for_valid_input().filter(|body| body.value().is_some());
    let Some(body) = body else { return Judgement::NotExercised };
    let unmodeled = body.anatomy().of(|kind| {
        matches!(
            kind,
            NoteKind::UnknownMember | NoteKind::UnionTag { known: false } | NoteKind::TypeHint
        )
    });
    let told_twice = analysis.told_twice_in_request();
    let several = body.anatomy().of(|kind| kind == NoteKind::UnionSeveral);
    let several: HashSet<_> = several.map(|note| note.container()).collect();
    let (mut seen, mut findings, mut is_for_another) = (HashSet::new(), Vec::new(), false);
    for note in unmodeled {
        // `__type` is not a member of a union, so it does not count as one of several.
        let in_several = note.kind != NoteKind::TypeHint && several.contains(&note.container());
        if in_several && yields(POLICY.id, Found::SeveralInUnion) {
            continue;
        }
        let path = body.path(note);
        if told_twice.covers(&path) && yields(POLICY.id, Found::MemberRepeated) {
            is_for_another = true;
        } else if findings.len() < MOST_FINDINGS && seen.insert(path.clone()) {
            let message = "the client sends a member that the contract does not name";
            let finding = Finding::new(body_path(&path), message).expected("nothing");
            findings.push(at_byte(analysis, finding, note.offset as usize));
        }
    }
    match findings.is_empty() && is_for_another {
        true => Judgement::NotExercised,
        false => findings.into(),
    }
}
