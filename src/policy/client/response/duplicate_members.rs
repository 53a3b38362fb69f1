use crate::exchange::Outcome;
use crate::json::Path;
use crate::policy::analysis::answer::{has_error_header, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::told_twice::ToldTwice;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.duplicate-members",
    group: Group::Response,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If an object has several members of the same name, a client uses the last one.",
    why: "The sources do not say what such a response means, and readers differ: some take the \
          first, some the last, some refuse it. If a proxy checks a response and the client behind \
          it reads it in another way, the check can be bypassed.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "4. Objects",
            fact: "Names should be unique; if they are not, a reader's behavior is not \
                   predictable.",
            quote: Some("The names within an object SHOULD be unique."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Left open",
            fact: "The codec takes the last of duplicate members and marks it.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"mallory","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"mallory"}}}"#,
    ),
};

/// Judges what a client does with duplicates. Other policies do not judge such responses.
fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(decoded) = analysis.accepted_body().filter(|_| analysis.plain_success().is_some())
    else {
        return Judgement::NotExercised;
    };
    let Some(twice) = decoded.anatomy().of(|kind| kind == NoteKind::Duplicate).next() else {
        return Judgement::NotExercised;
    };
    let offset = twice.offset as usize;
    match analysis.outcome() {
        Outcome::Response { .. } => {}
        Outcome::ServiceError { .. } if has_error_header(analysis.response()) => {
            return Judgement::NotExercised;
        }
        shown => {
            return Finding::new(
                outcome_path(),
                "the client refuses a response with duplicate members",
            )
            .expected("response, with the last of them")
            .actual(shown.to_string())
            .at_response_byte(offset)
            .into();
        }
    }
    let told_twice = ToldTwice::of(decoded);
    let around = |path: &Path| decoded.path(twice).is_within(path);
    let differences = analysis.differences().iter();
    let findings: Vec<_> = differences
        .filter(|difference| told_twice.covers(&difference.path) || around(&difference.path))
        .map(|difference| {
            Finding::of_output(
                difference,
                "the client does not use the last of the duplicate members",
            )
            .at_response_byte(offset)
        })
        .collect();
    findings.into()
}
