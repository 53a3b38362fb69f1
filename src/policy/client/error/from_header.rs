use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::plain_code;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::ErrorSource;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.from-header",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "The type of an error is read from the header X-Amzn-Errortype.",
    why: "Most services tell an error's type in this header and nowhere else. A client that reads \
          only the body shows its user an error without a name, which no handler catches.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client must take the error's name from this header, which a new service must send.",
            quote: Some("New server-side protocol implementations MUST use a header field"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorUsingXAmznErrorType names the error by this header alone.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        headers: &[("X-Amzn-Errortype", "ValidationException")],
        body: r#"{"message":"no such user"}"#,
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
    plain_code(analysis, POLICY.id, ErrorSource::Header)
}
