use crate::exchange::{Outcome, Stage};
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.last-line-awaited",
    group: Group::Wire,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a response in chunks up to the empty line after its trailers, and not \
              only up to the last chunk.",
    why: "The last chunk is followed by the trailers, which may include a checksum of the body, \
          and by the empty line that ends the message. A client that does not wait for them has \
          its data, but does not notice that the connection broke, and must not use the connection \
          for another call.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "7.1. Chunked Transfer Coding",
            fact: "The trailers and an empty line belong to a message in chunks.",
            quote: None,
        },
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "The body is complete once its last chunk has arrived, so a client may use the \
                   response.",
            quote: Some(
                "incomplete if the zero-sized chunk that terminates the encoding has not been received",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: OPEN,
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"ReadError","message":"the connection ended"}"#,
    ),
    breaks: Example::UNCHANGED,
};

/// A response that ends after its last chunk, without the line that ends the message.
const OPEN: Example = Example {
    chunks: Some(&[]),
    // The nine bytes besides the body: two digits for the size, the line end after it, the line end after the
    // chunk, and the last chunk's `0` with its line end.
    cut: Some(Example::PLAIN.body.len() + 9),
    ..Example::PLAIN
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let open = analysis.response().is_some_and(|r| r.whole_body && !r.complete);
    if !open || analysis.outcome().is_refusal() {
        return Judgement::NotExercised;
    }
    match analysis.outcome() {
        Outcome::ClientError { stage: Stage::Connect | Stage::Read, .. } => Judgement::Pass,
        // The client may fail for another reason.
        Outcome::ClientError { .. } => Judgement::NotApplicable,
        shown @ (Outcome::Response { .. } | Outcome::ServiceError { .. }) => {
            Finding::new(outcome_path(), "the line that ends the response never arrived")
                .expected("client_error")
                .actual(shown.to_string())
                .into()
        }
        _ => Judgement::NotExercised,
    }
}
