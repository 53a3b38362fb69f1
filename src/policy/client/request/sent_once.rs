use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.sent-once",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client that makes no retries sends its request exactly once, and nothing after it.",
    why: "A caller turns retries off for a reason: the service must not be asked twice, or the \
          caller needs the outcome at once. A second request may be charged, be throttled, or get \
          another response than the one that the caller sees.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Calls",
            fact: "Testees are set up to make one attempt: nothing asked for a second request.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "9.2.2",
            fact: "A client does not automatically repeat a request whose method is not \
                   idempotent, and POST is not.",
            quote: Some(
                "A client SHOULD NOT automatically retry a request with a non-idempotent method",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example { times: 2, ..Example::PLAIN }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let stray = analysis.session().map_or(0, |session| session.stray.len());
    if stray > 0 {
        let message = "the client sent requests between calls";
        return Finding::new(Path::root("requests"), message)
            .expected("none between calls")
            .actual(format!("{stray} requests"))
            .into();
    }
    // `wire.redirect-not-followed` judges whether the client follows a redirect.
    if analysis.requests().is_empty() || analysis.followed().is_some() {
        return Judgement::NotExercised;
    }
    match analysis.requests().len() {
        1 => Judgement::Pass,
        sent => Finding::new(Path::root("requests"), "the request was sent more than once")
            .expected("1 request")
            .actual(format!("{sent} requests"))
            .into(),
    }
}
