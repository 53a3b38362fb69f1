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
    summary: "If a client cannot read a response, it reports a failure to read or to deserialize.",
    why: "Callers catch the errors that the client documents. If a reader inside the client fails \
          and nobody catches it, its own exception comes out, such as an AttributeError or a \
          SyntaxError. No handler that was written for this client catches it.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Only observed",
        fact: "A client may report a refusal in any way; the suite observes whether it reports it \
               as a fault of the response.",
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
    // Other policies judge a response that did not arrive complete, and a client that follows a redirect.
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
                "the client refuses the response, but does not report a fault of the response",
            )
            .expected("read or deserialize")
            .actual(shown.to_string())
            .into()
        }
        _ => Judgement::NotExercised,
    }
}
