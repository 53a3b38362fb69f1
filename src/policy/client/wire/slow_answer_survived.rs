use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::survival::survival;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.slow-answer-survived",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "An answer that takes up to two seconds, late or in drips, is read like any other.",
    why: "The first call after a pause finds everything cold, and a long way delivers packet by packet. \
          A client that does not wait loses an answer that says that the user was disassociated, and a \
          caller that tries again disassociates twice.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Calls",
        fact: "What a stimulus does to the wire is over within two seconds, and a client waits for that.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { delay_ms: 1_500, ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"ReadTimeoutError","message":"Read timeout on endpoint URL"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    survival(analysis, Hardship::Slow, "the answer is whole; it only took a moment")
}
