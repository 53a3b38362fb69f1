use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::plain_code;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::ErrorSource;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.from-code",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "Without the header, a client reads the type of an error from the body's `code`.",
    why: "Some services, mostly older ones, name an error only in the body. A client that reads \
          only the header shows such an error without a name, and no handler catches it.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client must also accept the error's name from the field `code` of the body.",
            quote: Some("Clients MUST accept any one of the following"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorUsingCode names the error only by `code`.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        body: r#"{"code":"ValidationException","message":"no such user"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"no such user","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":"no such user","http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    plain_code(analysis, POLICY.id, ErrorSource::Code)
}
