use crate::exchange::Outcome;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.never-hangs",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::LostCalls,
    needs: &[],
    summary: "A client reports an outcome by the deadline, whatever the call and the response.",
    why: "A client that waits for something that never comes blocks its user's thread and \
          connection forever, and no error handler runs.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Calls",
        fact: "A call has a deadline. It is well after the end of everything that the endpoint \
               does.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(r#"{"outcome":"timeout"}"#),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.outcomes().find(|outcome| matches!(outcome, Outcome::Timeout { .. })) {
        Some(hang) => {
            Finding::new(outcome_path(), "the testee reported no outcome by its deadline")
                .expected("an outcome")
                .actual(hang.to_string())
                .into()
        }
        None if analysis.outcome().is_told() => Judgement::Pass,
        None => Judgement::NotExercised,
    }
}
