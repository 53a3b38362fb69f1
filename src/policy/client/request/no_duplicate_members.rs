use std::collections::HashSet;

use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.no-duplicate-members",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client sends no object that has two members of the same name.",
    why: "If two members have the same name, some readers take the first, some the last, and some \
          refuse both. A proxy that checks one and a service that acts on the other disagree on \
          who is disassociated.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "Each member value becomes one property of the object.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::Json,
            section: "4",
            fact: "A reader's behavior is not predictable if names are not unique.",
            quote: Some("The names within an object SHOULD be unique."),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice","Username":"alice"}"#,
    )),
};

/// The most findings of a judgement. More of them would say the same.
const MOST_FINDINGS: usize = 10;

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(Ok(decoded)) = analysis.request_body() else { return Judgement::NotExercised };
    if decoded.value().is_none() {
        return Judgement::NotExercised;
    }
    // The decoder notes every member that the contract does not name, but not whether the name is repeated.
    let mut unmodeled = HashSet::new();
    let repeated = decoded.anatomy().notes().iter().filter(|note| match note.kind {
        NoteKind::Duplicate => true,
        NoteKind::UnknownMember | NoteKind::TypeHint => {
            !unmodeled.insert((note.container(), decoded.unmodeled_name(note)))
        }
        _ => false,
    });
    let mut repeated: Vec<_> = repeated.take(MOST_FINDINGS).collect();
    repeated.sort_by_key(|note| note.offset);
    let findings = repeated.into_iter().map(|note| {
        let message = "the object already has a member of this name";
        let finding = Finding::new(body_path(&decoded.path(note)), message);
        at_byte(analysis, finding.expected("each name once"), note.offset as usize)
    });
    findings.collect::<Vec<_>>().into()
}
