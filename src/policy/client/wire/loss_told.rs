use crate::exchange::{Outcome, Stage};
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.loss-told",
    group: Group::Wire,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If a response does not arrive complete, a client reports a failure to connect or to \
              read.",
    why: "A lost response may arrive on a retry; a response that the client cannot read stays the \
          same. A caller who sees one reported as the other retries in vain, or gives up although \
          a retry would help. If a client shows an error response that was cut as a service error, \
          its message is only half of the body.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "8. Handling Incomplete Messages",
            fact: "A response that is cut is incomplete, and a client must record that.",
            quote: Some("MUST record the message as incomplete"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "A response that was cut or reset may end in any client error; the suite \
                   observes at which stage.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { status: 500, cut: Some(12), ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"ReadError","message":"the connection ended"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":"{\"InstanceUse","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(response) = analysis.response().filter(|response| !response.complete) else {
        return Judgement::NotExercised;
    };
    if analysis.outcome().is_refusal() {
        return Judgement::NotExercised;
    }
    let finding = match analysis.outcome() {
        Outcome::ClientError { stage: Stage::Connect | Stage::Read, .. } => return Judgement::Pass,
        Outcome::ClientError { stage, .. } => Finding::new(
            outcome_path().member("stage"),
            "the response did not arrive complete, and the client reports another failure",
        )
        .expected("connect or read")
        .actual(stage.to_string()),
        // A complete body may count even if the end of the message is missing: `wire.last-line-awaited`
        // judges that.
        shown @ Outcome::ServiceError { .. } if !response.whole_body => Finding::new(
            outcome_path(),
            "the response did not arrive complete, and the client shows it as a service error",
        )
        .expected("client_error")
        .actual(shown.to_string()),
        // Other policies judge a client that shows it as a success.
        _ => return Judgement::NotExercised,
    };
    finding.into()
}
