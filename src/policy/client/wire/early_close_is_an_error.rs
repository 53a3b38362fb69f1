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
    summary: "A client reports a client error if the connection closes before the response is \
              complete.",
    why: "The part that arrived can look like a whole response: a head without its last fields, an \
          empty body, or a JSON value before data that never came. Only the framing shows that it \
          is incomplete. A client that does not count bytes shows a success that the service never \
          completed. The policy response.truncated-refused judges a JSON value that is cut.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A client that gets an incomplete response must recognize it as one. A response \
                   is incomplete if it has fewer bytes than Content-Length says, or no last chunk.",
            quote: Some("MUST record the message as incomplete"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A truncated response may end in any client error, and in nothing else.",
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
