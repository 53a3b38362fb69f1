use std::collections::HashMap;

use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::analysis::request_body::{Absent, LeftOut};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.absent-members-omitted",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::OptionalInInput],
    summary: "A client does not send a member that the input does not have, not even as null.",
    why: "To a service, an empty or null value can mean something other than an absent one. A \
          client that fills in members asks for something that its caller did not ask for, and is \
          refused if null is not allowed.",
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
            source: Source::RestJson1,
            section: "Protocol compliance tests, RestJsonDoesntSerializeNullStructureValues",
            fact: "A client sends `{}` for a structure whose only member is null.",
            quote: Some("Rest Json should not serialize null structure values"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Domain":null,"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let (Some(body), Some(left_out)) = (analysis.body_for_valid_input(), analysis.left_out())
    else {
        return Judgement::NotExercised;
    };
    let LeftOut { absent, set } = left_out;
    if !absent.values().any(|absent| *absent == Absent::Member) {
        return Judgement::NotExercised;
    }
    // One finding for each path: a repeated member is still one member that is sent.
    let mut sent: HashMap<Path, Finding> = HashMap::new();
    for note in body.anatomy().notes() {
        let what = match note.kind {
            NoteKind::Null => "the client sends null for a member that the input does not have",
            NoteKind::Mistyped { .. } => "the client sends a member that the input does not have",
            _ => continue,
        };
        let path = body.path(note);
        let omitted = match absent.get(&path) {
            Some(Absent::Member) => true,
            Some(Absent::Filled | Absent::Tag) => note.kind == NoteKind::Null,
            None => false,
        };
        if omitted && !sent.contains_key(&path) {
            let finding = Finding::new(body_path(&path), what).expected("nothing");
            sent.insert(path, at_byte(analysis, finding, note.offset as usize));
        }
    }
    for path in set.iter().filter(|path| absent.get(path) == Some(&Absent::Member)) {
        let message = "the client sends a member that the input does not have";
        let finding = Finding::new(body_path(path), message).expected("nothing");
        sent.entry(path.clone()).or_insert(finding);
    }
    let mut findings: Vec<_> = sent.into_values().collect();
    findings.sort_by(|a, b| a.path.cmp(&b.path));
    findings.into()
}
