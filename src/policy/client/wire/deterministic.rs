use crate::exchange::{Exchange, Outcome};
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::value::diff;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.deterministic",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "For the same call and the same response, a client shows the same outcome, whatever \
              calls were made in between.",
    why: "Some clients walk a map whose order changes from run to run, or keep part of one \
          response for the next, such as the message of an earlier error. A failure then cannot \
          be reproduced, and a test does not show what happens in production.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Calls",
        fact: "An outcome depends only on the call and its response. The suite compares outcome, \
               stage, code, modeled, status and output, and the messages of service errors, but \
               not the wording of a client's own errors.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { again: &[Example::PLAIN.outcome], ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        again: &[
            r#"{"outcome":"client_error","stage":"deserialize","class":"ValueError","message":"unexpected member"}"#,
        ],
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(session) = analysis.session() else { return Judgement::NotExercised };
    // If a request did not arrive whole, nothing was answered: the outcome is the client's own doing.
    let unanswered = |call: &Exchange| call.response.is_none() && call.request().is_some();
    let mut compared = 0;
    for ((earlier, first), (later, again)) in session.repetitions() {
        if unanswered(first) {
            continue;
        }
        let (Some(first), Some(again)) = (first.outcome(), again.outcome()) else { continue };
        // `wire.never-crashes` and `wire.never-hangs` judge a lost call.
        if !first.is_told() || !again.is_told() {
            continue;
        }
        compared += 1;
        if !same(analysis, first, again) {
            // The message does not number the calls: the same fault may show in another call of another session.
            let message = "a later call has the same input and response, but another outcome";
            return Finding::new(outcome_path(), message)
                .expected(format!("as in call {}: {first}", earlier + 1))
                .actual(format!("in call {}: {again}", later + 1))
                .into();
        }
    }
    if compared == 0 { Judgement::NotExercised } else { Judgement::Pass }
}

fn same(analysis: &ClientAnalysis<'_, '_>, first: &Outcome, other: &Outcome) -> bool {
    match (first, other) {
        (
            Outcome::Response { http_status: a, output: first, .. },
            Outcome::Response { http_status: b, output: other, .. },
        ) => {
            let contract = analysis.contract();
            let shape = contract.operation().output();
            a == b && diff(contract.model(), shape, first, other).is_empty()
        }
        (Outcome::ClientError { stage: first, .. }, Outcome::ClientError { stage: other, .. }) => {
            first == other
        }
        // Other policies judge the request id: a client may make one up for a response that has none.
        (
            Outcome::ServiceError { code: a, modeled: b, message: c, http_status: d, .. },
            Outcome::ServiceError { code, modeled, message, http_status, .. },
        ) => (a, b, c, d) == (code, modeled, message, http_status),
        (first, other) => first == other,
    }
}
