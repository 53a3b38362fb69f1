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
    summary: "An error without a body is an error of the service.",
    why: "A process that dies behind its proxy leaves a status and nothing else. A client that \
          stumbles over the empty body reports a fault of its own parser, and hides that the \
          service failed.",
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
            fact: "An explanation in the body is something that a server should send, and need not.",
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
