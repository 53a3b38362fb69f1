use crate::json::SyntaxErrorKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::Reading;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.truncated-refused",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client refuses a response that ends inside its JSON value.",
    why: "Half a response can look like a whole one. A client that accepts it shows members as \
          absent that did not arrive, or half of a user's name. This holds whether the connection \
          ends there or the framing does. The policy wire.early-close-is-an-error judges a \
          response that only its framing shows to be incomplete.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A client that gets an incomplete response must recognize it as one.",
            quote: Some("MUST record the message as incomplete"),
        },
        Basis {
            source: Source::Json,
            section: "2. JSON Grammar",
            fact: "The beginning of a JSON text is not a JSON text.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { cut: Some(100), ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"IncompleteReadError","message":"100 bytes read, but 190 bytes were promised"}"#,
    ),
    breaks: Example::instead(&Example {
        cut: Some(170),
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(response) = analysis.plain_success() else { return Judgement::NotExercised };
    let last = response.body.len().checked_sub(1);
    if !response.complete {
        // If only the end of the connection shows that the response is cut, the policies on the wire judge
        // it.
        return match analysis.broken_off(false) {
            Some(_) if !analysis.passes_for_whole(response) => {
                refusal(analysis, "the connection ended inside its JSON value", last, false)
            }
            _ => Judgement::NotExercised,
        };
    }
    let begun = response.body.iter().any(|byte| !b" \t\r\n".contains(byte));
    match analysis.reading() {
        // A client may take white space alone for an empty body.
        Some(Reading::NotJson(fault)) if fault.kind == SyntaxErrorKind::UnexpectedEnd && begun => {
            refusal(analysis, "it ends inside its JSON value", last, false)
        }
        _ => Judgement::NotExercised,
    }
}
