use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::no_error_of_the_operation;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.no-code-generic",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows an error without a name as a service error, and as none of the errors \
              that the operation lists.",
    why: "Routers and load balancers send only a status. A client that turns every 404 into a \
          ResourceNotFoundException says that a user is gone who still exists.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A header, `__type` or `code` says which error it is; nothing else does.",
            quote: Some("Clients MUST accept any one of the following"),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15, Status Codes",
            fact: "A response with a status of 4xx or 5xx is an error, whatever else it says.",
            quote: Some("a client MUST understand the class of any status code"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { status: 404, body: r#"{"message":"Not Found"}"#, ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":"Not Found","http_status":404}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"Not Found","http_status":404}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    // `error.nested-type-ignored` judges names deeper in the body.
    if answer.reading.code.is_some() || !answer.nested().is_empty() || answer.is_broken_object() {
        return Judgement::NotExercised;
    }
    no_error_of_the_operation(
        analysis,
        POLICY.id,
        answer,
        "nothing in the response names this error",
    )
}
