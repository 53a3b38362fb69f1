use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::survival::delivered;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.interim-answers-skipped",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "Interim answers, of status 100 to 199, are read over: the final answer counts.",
    why: "A server that needs a while may say so, and a proxy may send hints ahead. A client that takes \
          the first status that comes for the answer shows an empty success, whatever the service then \
          says, and may take the real answer for that to its next call.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "15.2. Informational 1xx",
            fact: "Any number of interim answers may come, asked for or not; those that a client does not \
                   know may be ignored.",
            quote: Some("A client MUST be able to parse one or more 1xx responses"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "An answer with a status from 100 to 199 is skipped.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { interim: &[100, 103], ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        interim: &[103],
        outcome: r#"{"outcome":"response","http_status":103,"output":{}}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if analysis.hardship() != Some(Hardship::Interim) {
        return Judgement::NotExercised;
    }
    if let Some(status) = analysis.interim_shown() {
        let path = outcome_path().member("http_status");
        let finding = Finding::new(path, "an interim answer is shown for the final one");
        let expected = analysis.response().map_or(0, |response| response.status);
        return finding.expected(expected.to_string()).actual(status.to_string()).into();
    }
    delivered(
        analysis,
        POLICY.id,
        Hardship::Interim,
        "the answer is whole; others only went before it",
        "a member of an answer behind interim ones is not in the output as it was sent",
    )
}
