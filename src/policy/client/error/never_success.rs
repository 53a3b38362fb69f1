use crate::exchange::Outcome;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.never-success",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client never shows a response with an error status as a success.",
    why: "A client that takes an error for a success says that the user was disassociated. That \
          user keeps access, and the account still pays. This holds whatever the body says, and \
          also if the body is cut.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Supported traits, httpError",
            fact: "Errors have statuses of their own: 400 or 500, or the one that the error \
                   declares.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15, Status Codes",
            fact: "The first digit of the status separates a success from everything else.",
            quote: Some("a client MUST understand the class of any status code"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 500,
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":500,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // A response that broke off counts too: its status arrived.
    let Some(answer) = analysis.response() else { return Judgement::NotExercised };
    if answer.status < 300 || analysis.followed().is_some() {
        return Judgement::NotExercised;
    }
    match analysis.outcome() {
        outcome @ Outcome::Response { .. } => {
            Finding::new(outcome_path(), format!("status {} is an error", answer.status))
                .expected("service_error or client_error")
                .actual(outcome.to_string())
                .into()
        }
        _ => Judgement::Pass,
    }
}
