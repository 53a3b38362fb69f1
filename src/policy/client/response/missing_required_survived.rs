use crate::exchange::Outcome;
use crate::policy::analysis::answer::{has_error_header, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.missing-required-survived",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::RequiredInOutput],
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
    check: PolicyCheck::client(check),
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

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    // A required union that is null breaks `union.null-is-absent`.
    let is_null_union = |path| success.nulls().iter().any(|null| null.union && null.path == path);
    let mut missing = success.noted(|kind| kind == NoteKind::Missing);
    if missing.all(|(_, path)| is_null_union(path)) {
        return Judgement::NotExercised;
    }
    match analysis.outcome() {
        Outcome::Response { .. } => {}
        Outcome::ClientError { .. } => return Judgement::Pass,
        // The sources leave open what the header field of errors makes of a success.
        Outcome::ServiceError { .. } if has_error_header(analysis.response()) => {
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
    let message = "where a required member is missing, something else is shown than its absence or the empty value";
    success.judge_departures(POLICY.id, message)
}
