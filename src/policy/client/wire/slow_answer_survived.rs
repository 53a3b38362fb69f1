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
    summary: "A client reads a response that takes up to two seconds, late or in small pieces, \
              like any other.",
    why: "The first call after a pause is slow, and a long network path delivers packet by packet. \
          A client that does not wait loses the response that says that the user was \
          disassociated, and a caller who retries disassociates twice.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Calls",
        fact: "The effects of a stimulus on the wire end within two seconds, and a client waits \
               for them.",
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
    survival(analysis, Hardship::Slow, "it is complete, and only came slowly")
}
