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
    summary: "An error that the operation does not list is an error of the service all the same, without a type of its own.",
    why: "Services gain errors, and what stands in front of them sends errors that no operation \
          lists. A client that chokes on one, or takes it for another, hides from its user what \
          went wrong.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "The value names the shape of the error; only those that the operation lists have a type.",
            quote: Some("SHOULD contain only the shape name"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Exceptions",
            fact: "The operation lists seven errors; those that every service can send are not among them.",
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
