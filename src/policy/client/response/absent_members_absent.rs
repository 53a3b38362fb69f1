use crate::json::{Json, Path};
use crate::model::{Member, ShapeKind};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::success::{Success, is_optional};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.absent-members-absent",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::OptionalInOutput],
    summary: "A client does not show a member that the response does not have.",
    why: "If a client shows an absent name as an empty one, nobody can tell the two apart. A \
          program that writes back what it read then sets a member that was never set.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A member that has a value is in the body; one that has none is absent.",
            quote: None,
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "A client fills in values for required members only.",
            quote: None,
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Structure",
            fact: "The page lists members of the summary that a service leaves out if it has \
                   nothing to say, such as the message of the status.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","StatusMessage":"","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    if analysis.output().is_none() || !lacks_optional(analysis, success) {
        return Judgement::NotExercised;
    }
    let message = "the output has a member that the response does not have";
    success.judge_departures(POLICY.id, message)
}

/// Whether a structure of the answer lacks a member that is neither required nor null nor has a value of
/// its own for absence, and is shown, so that the lack of it can be seen.
fn lacks_optional(analysis: &ClientAnalysis<'_, '_>, success: &Success<'_, '_>) -> bool {
    let model = analysis.contract().model();
    let Some(expected) = analysis.expected_output() else { return false };
    let mut waiting = vec![(analysis.contract().operation().output(), Path::default(), expected)];
    while let Some((shape, path, value)) = waiting.pop() {
        match (model.kind(shape), value) {
            (ShapeKind::Structure(members), Json::Object(values)) => {
                let absent = |member: &&Member| {
                    is_optional(model, member) && value.get(&member.name).is_none()
                };
                let place = |member: &Member| path.member(&member.name);
                let null = |path: &Path| success.nulls().iter().any(|null| null.path == *path);
                let mut lacking = members.iter().filter(absent).map(place);
                if lacking.any(|path| !null(&path) && !success.is_hidden(&path)) {
                    return true;
                }
                waiting.extend(values.iter().filter_map(|(name, value)| {
                    Some((members.named(name)?.target, path.member(name), value))
                }));
            }
            (ShapeKind::Union(members), Json::Object(values)) => {
                waiting.extend(values.iter().filter_map(|(name, value)| {
                    Some((members.named(name)?.target, path.member(name), value))
                }));
            }
            (ShapeKind::List(member), Json::Array(items)) => {
                let items = items.iter().enumerate();
                waiting.extend(items.map(|(i, value)| (member.target, path.index(i), value)));
            }
            (ShapeKind::Map { value: member, .. }, Json::Object(entries)) => {
                let entries = entries.iter();
                waiting
                    .extend(entries.map(|(key, value)| (member.target, path.member(key), value)));
            }
            _ => {}
        }
    }
    false
}
