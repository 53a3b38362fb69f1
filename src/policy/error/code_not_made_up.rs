use crate::codec::ErrorReading;
use crate::exchange::Evidence;
use crate::policy::demand::error::service_error;
use crate::policy::demand::outcome_path;
use crate::policy::{Basis, Example, Finding, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.code-not-made-up",
    level: Level::May,
    summary: "Of an error that tells no code, none is shown.",
    why: "Clients have words of their own where a service says nothing: `500`, `Unknown`, `UnknownError`. \
          A caller who compares codes meets a name that no service sends, and another one after the next \
          move to another client.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A header, `__type` or `code` tells the code. Of an error with none of them nothing is said.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "What a client shows in place of a code that is not there is observed.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    keeps: Example {
        status: 500,
        body: "",
        outcome: r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":500}"#,
        ..Example::PLAIN
    },
    breaks: Example {
        status: 500,
        body: "",
        outcome: r#"{"outcome":"service_error","code":"500","modeled":false,"message":"Internal Server Error","http_status":500}"#,
        ..Example::PLAIN
    },
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let nothing = |error: &ErrorReading<'_>| error.code.is_none() && error.status != 0;
    if !evidence.error().is_some_and(nothing) {
        return Judgement::NotExercised;
    }
    let Ok(shown) = service_error(evidence) else { return Judgement::NotExercised };
    let Some(code) = shown.code else { return Judgement::Pass };
    // A name that stands anywhere in the answer, or that is one of the operation's, is for other laws.
    let known = evidence.contract().operation().error(code).is_some();
    if known || shown.modeled || is_said(evidence, code) {
        return Judgement::NotExercised;
    }
    Finding::new(outcome_path().member("code"), "the answer tells no code")
        .expected("null")
        .actual(code)
        .into()
}

/// Whether the answer has this text behind its first line. The status is no code, wherever it stands.
fn is_said(evidence: &Evidence<'_>, code: &str) -> bool {
    evidence.response().filter(|response| response.status.to_string() != code).is_some_and(
        |response| {
            let line = memchr::memchr(b'\n', &response.raw).unwrap_or(0);
            memchr::memmem::find(&response.raw[line..], code.as_bytes()).is_some()
        },
    )
}
