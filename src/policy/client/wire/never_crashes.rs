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
    summary: "Whatever the call and the answer, the client lives to tell an outcome.",
    why: "A client that dies of an answer takes its user's program with it, and anyone who can send \
          such an answer can do that.",
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
        Some(detail) => Finding::new(outcome_path(), "the testee died before it told an outcome")
            .expected("an outcome")
            .actual(detail)
            .into(),
        None if analysis.outcome().is_told() => Judgement::Pass,
        None => Judgement::NotExercised,
    }
}
