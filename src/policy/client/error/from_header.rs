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
    summary: "A client reads the type of an error from the header X-Amzn-Errortype.",
    why: "Most services name an error's type only in this header. A client that reads only the \
          body shows an error without a name, and no handler catches it.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client must accept the error's name from this header, and a new service must \
                   send it there.",
            quote: Some("New server-side protocol implementations MUST use a header field"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorUsingXAmznErrorType names the error only by this header.",
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
