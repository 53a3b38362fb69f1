use crate::json::SyntaxErrorKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::survived;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::BodyKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.not-json-survived",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows an error response whose body is not a JSON object as a service error.",
    why: "Gateways send a page of HTML if the service behind them is down. A client that reports a \
          parse error then hides what the user must know, and often the only sign that a retry can \
          help.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "15.6, Server Error 5xx",
            fact: "The status alone makes the response an error; the server decides what the body \
                   looks like.",
            quote: Some(
                "the server SHOULD send a representation containing an explanation of the error situation",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15, Status Codes",
            fact: "A client must understand from the status that this is an error.",
            quote: Some("a client MUST understand the class of any status code"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 502,
        headers: &[("Content-Type", "text/html")],
        body: r#"<html><h1>502 Bad Gateway</h1></html>"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":502}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"SyntaxError","message":"Unexpected token <"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    match answer.reading.body {
        BodyKind::NotJson(fault) => match fault.kind {
            // The sources leave open whether a text with one of these faults is still JSON.
            SyntaxErrorKind::LoneSurrogate | SyntaxErrorKind::ByteOrderMark => {
                Judgement::NotExercised
            }
            _ => survived(analysis, POLICY.id, answer, Some(fault.offset)),
        },
        BodyKind::NotObject(_) => survived(analysis, POLICY.id, answer, Some(0)),
        BodyKind::Empty | BodyKind::Object => Judgement::NotExercised,
    }
}
