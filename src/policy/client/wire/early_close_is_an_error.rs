use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.early-close-is-an-error",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A connection that is closed before the answer is whole ends in an error of the client.",
    why: "What came until then can look like a whole answer: a head whose last fields are missing, a \
          body of nothing, a JSON value behind which more was promised. Only the framing tells. A \
          client that does not count shows a success that the service never finished telling. That a \
          JSON value is cut in two is for response.truncated-refused.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A client that gets an incomplete response must know it for one; fewer bytes than \
                   Content-Length says, or no last chunk, make it incomplete.",
            quote: Some("MUST record the message as incomplete"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A truncated answer may end in any client error, and in nothing else.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        headers: &[("Content-Type", "application/json"), ("Content-Length", "300")],
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"IncompleteReadError","message":"190 bytes read, but 300 bytes were promised"}"#,
    ),
    breaks: Example::UNCHANGED,
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.broken_off(false) {
        Some(response) if analysis.passes_for_whole(response) => {
            refusal(analysis, "the connection was closed before its end", None, false)
        }
        _ => Judgement::NotExercised,
    }
}
