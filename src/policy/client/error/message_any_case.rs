use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::message;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.message-any-case",
    group: Group::Error,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client also shows an error message that the body spells `Message`.",
    why: "Many of AWS's services, and the authorizers in front of others, write `Message`. A \
          client that reads only `message` hides the one sentence that says what is wrong.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonInvalidGreetingError has its text in `Message`.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Errors",
            fact: "The contract writes `message`; AWS's own SDKs accept both spellings.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "AccessDeniedException"),
        ],
        body: r#"{"Message":"no"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"AccessDeniedException","modeled":true,"message":"no","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"AccessDeniedException","modeled":true,"message":null,"http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    message(analysis, "Message")
}
