use crate::protocol::NoteKind;
use crate::exchange::{Evidence, Outcome};
use crate::policy::analysis::success::{Cause, Success};
use crate::policy::analysis::{has_error_header, outcome_path};
use crate::policy::{Basis, Example, Finding, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.missing-required-survived",
    group: Group::Response,
    level: Level::Must,
    summary: "Where a required member is missing or null, it is absent, the answer is refused, or the empty value takes its place.",
    why: "Services forget members, and newer ones stop to send what they once promised. A \
          client may say so or go on without; but what it shows must not look like something \
          that the service said, and the rest of the answer must not suffer.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "For a required member that an answer lacks, a client may fill in the empty value of its type.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A client may leave a required member that is missing out, fail, or put the empty value in its place.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":""}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"undefined"}}}"#,
    ),
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    // A union that is null has a policy of its own.
    let null_union = |path| success.nulls.iter().any(|null| null.union && null.path == path);
    let missing = evidence.all_noted(|kind| kind == NoteKind::Missing);
    if missing.into_iter().all(|(_, path)| null_union(path)) {
        return Judgement::NotExercised;
    }
    match evidence.outcome() {
        Outcome::Response { .. } => {}
        Outcome::ClientError { .. } => return Judgement::Pass,
        Outcome::ServiceError { .. } if has_error_header(evidence) => {
            return Judgement::NotExercised;
        }
        shown => {
            let message = "an answer that lacks a required member is no error of the service";
            return Finding::new(outcome_path(), message)
                .expected("response or client_error")
                .actual(shown.to_string())
                .into();
        }
    }
    // An empty body reads as an object without members: it has no byte to be marked.
    let length = evidence.response().map_or(0, |response| response.body.len());
    success.judge_departures(
        "where a required member is missing, something else is shown than its absence or the empty value",
        |cause| matches!(cause, Cause::Missing(_)),
        |departure| match departure.cause {
            Cause::Missing(offset) => Some(offset).filter(|offset| *offset < length),
            _ => None,
        },
    )
}
