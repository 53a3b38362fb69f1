use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::{no_error_of_the_operation, service_error};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::resolve_code;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.nested-type-ignored",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client ignores a `code` or `__type` deeper in the body if it looks for the error's \
              type.",
    why: "Bodies hold causes, lists of faulty fields and wrapped responses, with names of their \
          own. A client that takes a name from there reports an error that the service did not \
          send.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "The error's type is a field of the body itself, and not of a value in the body.",
            quote: Some("a body field named code"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "The documentation of RestJsonFooErrorUsingCode names the top level.",
            quote: Some("check for a top-level 'code' property"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 500,
        body: r#"{"cause":{"__type":"ConflictException"},"__type":"InternalServerException","message":"failed"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"InternalServerException","modeled":true,"message":"failed","http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ConflictException","modeled":true,"message":"failed","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    let nested = answer.nested();
    if nested.is_empty() {
        return Judgement::NotExercised;
    }
    let message = "the code comes from deeper in the body";
    if answer.reading.code.is_none() {
        return no_error_of_the_operation(analysis, POLICY.id, answer, message);
    }
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    match shown.code.map(resolve_code) {
        Some(code) if nested.iter().any(|name| name == code) => {
            answer.wrong_code(shown.code, message).into()
        }
        _ => Judgement::Pass,
    }
}
