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
    summary: "Without the header, the type of an error is read from the body's `code`.",
    why: "Some services, older ones above all, name an error in the body alone. A client that \
          reads only the header shows such an error without a name, which no handler catches.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client must take the error's name from the body's field `code` too.",
            quote: Some("Clients MUST accept any one of the following"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorUsingCode names the error by `code` alone.",
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
