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
    summary: "A client skips interim responses, which have a status from 100 to 199, and uses the \
              final response.",
    why: "A server may send an interim response if it needs time, and a proxy may send hints \
          ahead. A client that takes the first status as the response shows an empty success, \
          whatever the service then says. It may take the real response as that of its next call.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "15.2. Informational 1xx",
            fact: "Any number of interim responses may come, even if the client did not ask for \
                   them; it may ignore those that it does not know.",
            quote: Some("A client MUST be able to parse one or more 1xx responses"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A client skips a response with a status from 100 to 199.",
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
    // An interim response may come before any other; what else may be hard about that has a policy of its own.
    if analysis.hardship().is_none_or(|hardship| hardship == Hardship::Reset) {
        return Judgement::NotExercised;
    }
    if let Some(status) = analysis.interim_shown() {
        let path = outcome_path().member("http_status");
        let finding = Finding::new(path, "the client shows an interim response as the final one");
        let expected = analysis.response().map_or(0, |response| response.status);
        return finding.expected(expected.to_string()).actual(status.to_string()).into();
    }
    delivered(
        analysis,
        POLICY.id,
        Hardship::Interim,
        "it is complete, and interim responses came before it",
        "interim responses came first, and the output does not show a member as it was sent",
    )
}
