use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::message;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.message-kept",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows the body's `message` as the message of an error, whole and unchanged.",
    why: "People read the message, in a log or on a screen, to find out what to do. If it is lost, \
          cut or garbled, they have only a code.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client reads the members of an error like those of any response, and \
                   `message` is one of them.",
            quote: Some("serialized identically to standard responses"),
        },
        Basis {
            source: Source::Json,
            section: "7, Strings",
            fact: "An escape stands for a character, so the text contains that character.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        body: r#"{"code":"ValidationException","message":"Zo\u00eb is\nno user"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"Zoë is\nno user","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":null,"http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    message(analysis, "message")
}
