use crate::exchange::{Outcome, Stage};
use crate::http::Ending;
use crate::policy::analysis::answer::{may_be_followed, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.refusal-told",
    group: Group::Response,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "That an answer cannot be read is told as that: as a failure to read or to deserialize.",
    why: "A caller catches what the client documents. Where a reader underneath fails and nobody catches \
          that, its own exception comes out, an AttributeError or a SyntaxError, and passes by every \
          handler that was written for this client.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Only observed",
        fact: "A refusal may be told in any way; whether it is told as one of an answer is observed.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { body: "0", ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ResponseParserError","message":"no object"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"unknown","class":"AttributeError","message":"'int' object has no attribute 'get'"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // Other policies judge an answer that did not come whole, and a client that follows a redirect.
    let came = analysis.response().is_some_and(|response| {
        response.complete && response.ending != Ending::Reset && !may_be_followed(response)
    });
    match analysis.outcome() {
        Outcome::ClientError { stage: Stage::Read | Stage::Deserialize, .. } if came => {
            Judgement::Pass
        }
        shown @ Outcome::ClientError { stage: Stage::Connect | Stage::Unknown, .. } if came => {
            Finding::new(
                outcome_path().member("stage"),
                "the client refuses the answer, and does not say that it is the answer",
            )
            .expected("read or deserialize")
            .actual(shown.to_string())
            .into()
        }
        _ => Judgement::NotExercised,
    }
}
