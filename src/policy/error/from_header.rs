use crate::codec::{ErrorSource, resolve_code};
use crate::exchange::Evidence;
use crate::policy::demand::error::error_code;
use crate::policy::{Basis, Example, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.from-header",
    level: Level::Must,
    summary: "The type of an error is read from the header X-Amzn-Errortype.",
    why: "Most services tell an error's type in this header and nowhere else. A client that reads \
          only the body shows its user an error without a name, which no handler catches.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Operation error serialization",
        fact: "The header names the error's shape; a service should send it with every error.",
        quote: None,
    }],
    disputed: None,
    check,
    keeps: Example {
        status: 400,
        headers: &[("X-Amzn-Errortype", "ValidationException")],
        body: r#"{"message":"no such user"}"#,
        outcome: r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"no such user","http_status":400}"#,
        ..Example::PLAIN
    },
    breaks: Example {
        status: 400,
        headers: &[("X-Amzn-Errortype", "ValidationException")],
        body: r#"{"message":"no such user"}"#,
        outcome: r#"{"outcome":"service_error","code":null,"modeled":false,"message":"no such user","http_status":400}"#,
        ..Example::PLAIN
    },
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(error) = evidence.error() else { return Judgement::NotExercised };
    let bare = |value: &str| resolve_code(value) == value;
    // What else the body says, white space and decorations are for the laws on those things.
    let agrees = |told: Option<&str>| told.is_none_or(|told| error.code.as_deref() == Some(told));
    if error.source != Some(ErrorSource::Header)
        || !matches!(&error.headers[..], [only] if bare(only))
        || !agrees(error.body_code.text().map(resolve_code))
        || !agrees(error.body_type.text().map(resolve_code))
    {
        return Judgement::NotExercised;
    }
    error_code(evidence, error)
}
