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
    summary: "An error whose body is no JSON object is an error of the service.",
    why: "Gateways answer with a page of HTML when the service behind them is down. A client \
          that reports a parse error then hides the one thing that its user must know, and often \
          the one thing that says to try again.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "15.6, Server Error 5xx",
            fact: "The status alone makes the answer an error; what its body looks like is left to the server.",
            quote: Some(
                "the server SHOULD send a representation containing an explanation of the error situation",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15, Status Codes",
            fact: "A client must understand by the status that this is an error.",
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
            // The sources leave open what these do to a text that is JSON otherwise.
            SyntaxErrorKind::LoneSurrogate | SyntaxErrorKind::ByteOrderMark => {
                Judgement::NotExercised
            }
            _ => survived(analysis, POLICY.id, answer, Some(fault.offset)),
        },
        BodyKind::NotObject(_) => survived(analysis, POLICY.id, answer, Some(0)),
        BodyKind::Empty | BodyKind::Object => Judgement::NotExercised,
    }
}
