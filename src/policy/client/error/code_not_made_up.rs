use memchr::memmem;

use crate::policy::analysis::answer::{may_be_followed, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::service_error;
use crate::policy::analysis::json_scan::texts_of;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.code-not-made-up",
    group: Group::Error,
    level: Level::May,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If an error response has no code, a client shows none.",
    why: "Some clients show words of their own if a service sends no code: `500`, `Unknown`, \
          `UnknownError`. A caller who compares codes then sees a name that no service sends, and \
          a different one after a change to another client.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "The code is in a header, `__type` or `code`. The section says nothing about an \
                   error that has none of them.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "The suite observes what a client shows if there is no code.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { status: 500, body: "", ..Example::PLAIN },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"500","modeled":false,"message":"Internal Server Error","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if !tells_nothing(analysis) {
        return Judgement::NotExercised;
    }
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    let Some(code) = shown.code else { return Judgement::Pass };
    // Other policies judge a code that is anywhere in the response, or that is the name of one of the
    // operation's errors.
    let known = analysis.contract().operation().error(code).is_some();
    if known || shown.modeled || is_said(analysis, code) {
        return Judgement::NotExercised;
    }
    Finding::new(outcome_path().member("code"), "the response has no code")
        .expected("null")
        .actual(code)
        .into()
}

/// Reports whether the response is an error that clearly has no code, or a redirect without a body.
fn tells_nothing(analysis: &ClientAnalysis<'_, '_>) -> bool {
    match analysis.error_answer() {
        Some(answer) => answer.reading.code.is_none() && answer.nested().is_empty(),
        None => {
            let redirect = analysis.response().filter(|response| may_be_followed(response));
            redirect.is_some_and(|response| response.body.is_empty())
                && analysis.error().is_some_and(|error| error.code.is_none())
        }
    }
}

/// Reports whether the response has this text in a field or in its body. The status does not count as a code,
/// even if its digits occur there.
fn is_said(analysis: &ClientAnalysis<'_, '_>, code: &str) -> bool {
    let Some(response) = analysis.response().filter(|r| r.status.to_string() != code) else {
        return false;
    };
    let has = |bytes: &[u8]| memmem::find(bytes, code.as_bytes()).is_some();
    response.headers.iter().any(|field| has(&field.value))
        || has(&response.body)
        || texts_of(&response.body).contains(code)
}
