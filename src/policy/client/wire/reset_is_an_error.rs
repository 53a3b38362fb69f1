use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.reset-is-an-error",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "An answer whose connection is reset before its end is an error of the client.",
    why: "A server that dies, or a middlebox that gives up, resets the connection. A client that takes \
          this for an orderly end shows whatever had come by then as the whole answer. A body without a \
          length ends with its connection, and there a reset is all that tells the one from the other.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A body without framing is whole at the end of the connection, unless that ends in an error.",
            quote: Some("unless an error was indicated by the underlying connection"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A reset answer may end in any client error, and in nothing else.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { cut: Some(100), reset: true, ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"ConnectionClosedError","message":"Connection was closed before we received a valid response from endpoint URL"}"#,
    ),
    breaks: Example::instead(&Example {
        cut: Some(0),
        reset: true,
        outcome: r#"{"outcome":"response","http_status":200,"output":{}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.broken_off(true) {
        Some(_) => refusal(analysis, "the connection was reset before its end", None, false),
        None => Judgement::NotExercised,
    }
}
