use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::generic;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.unknown-code-generic",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows an error that the operation does not list as a service error without \
              a type of its own.",
    why: "Services add errors, and the proxies in front of them send errors that no operation \
          lists. A client that fails on one, or takes it for another, hides what went wrong.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "The value names the shape of the error; only errors that the operation lists \
                   have a type.",
            quote: Some("SHOULD contain only the shape name"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Exceptions",
            fact: "The operation lists seven errors. Errors that every service can send are not in \
                   the list.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 403,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ExpiredTokenException"),
        ],
        body: r#"{"message":"expired"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ExpiredTokenException","modeled":false,"message":"expired","http_status":403}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"UnknownErrorType","message":"no type for ExpiredTokenException"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.error_answer() {
        Some(answer) if answer.reading.code.is_some() && !answer.reading.modeled => {
            generic(analysis, POLICY.id, answer)
        }
        _ => Judgement::NotExercised,
    }
}
