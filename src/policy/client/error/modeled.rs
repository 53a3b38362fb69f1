use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::its_own_type;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.modeled",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::ModeledErrors],
    summary: "A client shows every error that the operation lists as its own type.",
    why: "Callers catch the errors of an operation by type: one caller retries a throttled call, \
          another treats a missing user as success. An error with no type, or with the wrong one, \
          reaches none of these handlers.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "An error response names the shape of its error, and so says which of the \
                   operation's errors it is.",
            quote: Some("one additional component to distinguish which error is contained"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Exceptions",
            fact: "The operation lists seven errors, each with an exception of its own.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 500,
        headers: &[("Content-Type", "application/json"), ("X-Amzn-Errortype", "ConflictException")],
        body: r#"{"message":"busy"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ConflictException","modeled":true,"message":"busy","http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ConflictException","modeled":false,"message":"busy","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // `error.status-independent` judges an error with another status than its own.
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    match answer.own_status(analysis.contract()) {
        Some(status) if status == answer.reading.status => {
            its_own_type(analysis, POLICY.id, answer)
        }
        _ => Judgement::NotExercised,
    }
}
