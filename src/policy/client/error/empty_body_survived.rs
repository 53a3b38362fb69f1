use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::survived;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::BodyKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.empty-body-survived",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows an error response without a body as a service error.",
    why: "If a process dies behind its proxy, only a status arrives. A client that fails on the \
          empty body reports a fault of its own parser, and hides that the service failed.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "The error of RestJsonFooErrorUsingXAmznErrorType has no body.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15.6, Server Error 5xx",
            fact: "A server should explain an error in the body, but does not have to.",
            quote: Some(
                "the server SHOULD send a representation containing an explanation of the error situation",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { status: 503, body: r#""#, ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":503}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"SyntaxError","message":"unexpected end of input"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.error_answer() {
        Some(answer) if answer.reading.body == BodyKind::Empty => {
            survived(analysis, POLICY.id, answer, None)
        }
        _ => Judgement::NotExercised,
    }
}
