use crate::exchange::Outcome;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.never-crashes",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::LostCalls,
    needs: &[],
    summary: "A client reports an outcome and does not crash, whatever the call and the response.",
    why: "If a client crashes on a response, the user's program ends with it. Anyone who can send \
          such a response can cause this.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Calls",
        fact: "Every call ends in a result: a response, a service error or a client error.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(r#"{"outcome":"crash"}"#),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let crash = analysis.outcomes().find_map(|outcome| match outcome {
        Outcome::Crash { detail } => Some(detail.as_str()),
        _ => None,
    });
    match crash {
        Some(detail) => {
            Finding::new(outcome_path(), "the testee died before it reported an outcome")
                .expected("an outcome")
                .actual(detail)
                .into()
        }
        None if analysis.outcome().is_told() => Judgement::Pass,
        None => Judgement::NotExercised,
    }
}
