use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::code_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.header-wins",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "Where header and body name different errors, the header's counts.",
    why: "Some services have a `code` of their own in the body, beside the error's name in the \
          header. A client that lets the body overwrite the header does not know the error any \
          more.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "The documentation of RestJsonFooErrorUsingCode has a client look at the header first, and then at `code`.",
            quote: Some(
                "Client implementations must first check for the X-Amzn-Errortype and then check for a top-level 'code' property",
            ),
        },
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "The header is where a new service must name the error; fields of the body are for older ones.",
            quote: Some("New server-side protocol implementations MUST use a header field"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 404,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ResourceNotFoundException"),
        ],
        body: r#"{"code":"NotFound","message":"gone"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"gone","http_status":404}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"NotFound","modeled":false,"message":"gone","http_status":404}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    code_despite(
        analysis,
        POLICY.id,
        ErrorOddity::HeaderOverBody,
        "the header counts before the body",
    )
}
