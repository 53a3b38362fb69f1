use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::plain_code;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::ErrorSource;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.from-type",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "Without the header and `code`, a client reads the type of an error from the body's \
              `__type`.",
    why: "Services that began with another of AWS's JSON protocols name an error by `__type`, and \
          in no header. A client that does not look there shows such an error without a name, and \
          no handler catches it.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client must also accept the error's name from the field `__type` of the body.",
            quote: Some("Clients MUST accept any one of the following"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorWithDunderType names the error only by `__type`.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        body: r#"{"__type":"ValidationException","message":"no such user"}"#,
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
    plain_code(analysis, POLICY.id, ErrorSource::Type)
}
