use crate::json::{Json, Path};
use crate::model::{Member, Names, ShapeKind, Walk};
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

/// Reports whether a structure of the response lacks an optional member that is not null in the response.
/// The structure must be shown, so that one can see whether the member is absent.
fn lacks_optional(analysis: &ClientAnalysis<'_, '_>, success: &Success<'_, '_>) -> bool {
    let model = analysis.contract().model();
    let Some(expected) = analysis.expected_output() else { return false };
    let is_null = |path: &Path| success.nulls().iter().any(|null| null.path == *path);
    let mut walk =
        Walk::new(model, analysis.contract().operation().output(), expected, Names::Value);
    while let Some(node) = walk.next() {
        let (ShapeKind::Structure(members), Json::Object(_)) = (model.kind(node.shape), node.value)
        else {
            continue;
        };
        let absent =
            |member: &&Member| is_optional(model, member) && node.value.get(&member.name).is_none();
        let mut lacking = members.iter().filter(absent).peekable();
        if lacking.peek().is_none() {
            continue;
        }
        let around = walk.path();
        let mut paths = lacking.map(|member| around.member(&member.name));
        if paths.any(|path| !is_null(&path) && !success.is_hidden(&path)) {
            return true;
        }
    }
    false
}
