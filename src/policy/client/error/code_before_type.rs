use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::error_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.code-before-type",
    group: Group::Error,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If the body's `code` and `__type` name different errors, a client uses `code`.",
    why: "Clients in different languages must agree on what went wrong. If a body has two names \
          and clients do not agree on an order, two users see different errors for the same \
          response.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "The documentation of RestJsonFooErrorUsingCode tells a client to check `code` \
                   directly after the header.",
            quote: Some(
                "Client implementations must first check for the X-Amzn-Errortype and then check for a top-level 'code' property",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Errors",
            fact: "A client checks `__type` last of the three, as AWS's own SDKs do.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 500,
        body: r#"{"__type":"ValidationException","code":"ConflictException","message":"busy"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ConflictException","modeled":true,"message":"busy","http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"busy","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    error_despite(
        analysis,
        POLICY.id,
        ErrorOddity::CodeOverType,
        "`code` takes precedence over `__type`",
    )
}
