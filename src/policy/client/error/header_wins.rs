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
    summary: "If the header and the body name different errors, a client uses the header.",
    why: "Some services put a `code` of their own in the body, beside the error's name in the \
          header. A client that replaces the header's name with that code no longer recognizes the \
          error.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "The documentation of RestJsonFooErrorUsingCode tells a client to check the \
                   header first, and then `code`.",
            quote: Some(
                "Client implementations must first check for the X-Amzn-Errortype and then check for a top-level 'code' property",
            ),
        },
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A new service must name the error in the header; the fields of the body are for \
                   older services.",
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
        "the header takes precedence over the body",
    )
}
