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
    summary: "The message of an error is the text of the body's `message`, whole and unchanged.",
    why: "The message is what a person reads, in a log or on a screen, to find out what to do. \
          One that is lost, cut or garbled leaves them with a code.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "An error's members are read as those of any answer, and `message` is one.",
            quote: Some("serialized identically to standard responses"),
        },
        Basis {
            source: Source::Json,
            section: "7, Strings",
            fact: "Escapes stand for characters; so the text is what they stand for.",
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
