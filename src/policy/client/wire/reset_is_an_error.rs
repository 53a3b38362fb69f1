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
    summary: "A client reports a client error if the connection is reset before the end of the \
              response.",
    why: "If a server dies or a middlebox gives up, it resets the connection. A client that takes \
          this for a normal end shows a part as the whole response. A body without a length ends \
          with its connection, so only the reset shows that it is incomplete.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A body without framing is complete at the end of the connection, unless the \
                   connection ends in an error.",
            quote: Some("unless an error was indicated by the underlying connection"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A reset response may end in any client error, and in nothing else.",
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
