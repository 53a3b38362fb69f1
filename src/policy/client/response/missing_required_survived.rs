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
    summary: "If a required member is missing or null, a client leaves it out, uses its empty \
              value, or refuses the response.",
    why: "Services forget members, and newer versions stop sending what they once promised. A \
          client may report this or continue. But it must not show something that looks as if the \
          service had said it, and the rest of the response must stay intact.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "If a response lacks a required member, a client may fill in the empty value of \
                   its type, or the unknown variant of an enum or union.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "If a required member is missing, a client may leave it out, fail, or use its \
                   empty value.",
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
    // `union.null-is-absent` judges a required union that is null.
    let is_null_union = |path| success.nulls().iter().any(|null| null.union && null.path == path);
    let mut missing = success.noted(|kind| kind == NoteKind::Missing);
    if missing.all(|(_, path)| is_null_union(path)) {
        return Judgement::NotExercised;
    }
    match analysis.outcome() {
        Outcome::Response { .. } => {}
        Outcome::ClientError { .. } => return Judgement::Pass,
        // The sources leave open how a client reads a success with the header field of errors.
        Outcome::ServiceError { .. } if has_error_header(analysis.response()) => {
            return Judgement::NotExercised;
        }
        shown => {
            let message = "a response that lacks a required member is not a service error";
            return Finding::new(outcome_path(), message)
                .expected("response or client_error")
                .actual(shown.to_string())
                .into();
        }
    }
    let message = "a required member is missing, but the output shows a value that is not empty";
    success.judge_departures(POLICY.id, message)
}
