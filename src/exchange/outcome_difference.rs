//! How two outcomes of one stimulus differ.

use crate::json::Json;
use crate::value::Difference;

use super::outcome::Outcome;

/// How two outcomes of one stimulus differ, in words for each of them.
///
/// Outcomes that differ in the same way have the same words, whatever the values are: a hundred stimuli of
/// which one testee makes a response and the other a client error are one kind of difference.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutcomeDifference {
    /// What the first outcome is beside the second.
    pub first: String,
    /// What the second is beside the first.
    pub second: String,
}

impl OutcomeDifference {
    /// Returns how two outcomes differ; `None` if they come to the same, and if one of the testees could not hold the
    /// input, which says nothing of what it makes of an answer.
    ///
    /// Kinds are compared, codes and whether they are modeled, stages, statuses if both are told, and outputs by
    /// `outputs`; the wording of messages is not, nor the class of a client error.
    pub fn between(
        first: &Outcome,
        second: &Outcome,
        outputs: impl FnOnce(&Json, &Json) -> Vec<Difference>,
    ) -> Option<Self> {
        use Outcome::{ClientError, Response, ServiceError, Skipped};
        match (first, second) {
            (Skipped { .. }, _) | (_, Skipped { .. }) => None,
            (
                Response { http_status: a, output: one, .. },
                Response { http_status: b, output: other, .. },
            ) => {
                let differences = outputs(one, other);
                match differences.first() {
                    Some(difference) => Some(of_outputs(difference)),
                    None => of_statuses("response", *a, *b),
                }
            }
            (
                ServiceError { code: one, modeled: m, http_status: a, .. },
                ServiceError { code: other, modeled: n, http_status: b, .. },
            ) => of_errors((one.as_deref(), *m), (other.as_deref(), *n))
                .or_else(|| of_statuses("service error", *a, *b)),
            (ClientError { stage: a, .. }, ClientError { stage: b, .. }) if a == b => None,
            (one, other) if kind(one) == kind(other) => None,
            (one, other) => Some(Self { first: kind(one), second: kind(other) }),
        }
    }

    fn new(first: &str, second: impl Into<String>) -> Option<Self> {
        Some(Self { first: first.to_owned(), second: second.into() })
    }
}

/// Returns the kind of an outcome in words; of a client error, with its stage.
fn kind(outcome: &Outcome) -> String {
    match outcome {
        Outcome::ClientError { stage, .. } => format!("client error at {stage}"),
        other => other.name().replace('_', " "),
    }
}

fn of_statuses(kind: &str, first: Option<u16>, second: Option<u16>) -> Option<OutcomeDifference> {
    match (first, second) {
        (Some(a), Some(b)) if a != b => {
            OutcomeDifference::new(kind, format!("{kind} with another status"))
        }
        _ => None,
    }
}

fn of_errors(
    first: (Option<&str>, bool),
    second: (Option<&str>, bool),
) -> Option<OutcomeDifference> {
    let word = |modeled| if modeled { "modeled service error" } else { "unmodeled service error" };
    let with = |code: Option<&str>| if code.is_some() { "with a code" } else { "without a code" };
    match (first, second) {
        ((a, m), (b, n)) if a.is_some() != b.is_some() => OutcomeDifference::new(
            &format!("{} {}", word(m), with(a)),
            format!("{} {}", word(n), with(b)),
        ),
        ((_, m), (_, n)) if m != n => OutcomeDifference::new(word(m), word(n)),
        ((a, m), (b, _)) if a != b => {
            OutcomeDifference::new(word(m), format!("{} with another code", word(m)))
        }
        _ => None,
    }
}

/// Returns the first place at which two outputs part: which values stand there differs from stimulus to stimulus.
fn of_outputs(difference: &Difference) -> OutcomeDifference {
    let path = match difference.path.as_str() {
        "" => "output",
        path => path,
    };
    let there = |value: &Option<Json>| value.as_ref().is_some_and(|value| !value.is_null());
    let (first, second) = match (there(&difference.expected), there(&difference.actual)) {
        (true, false) => (format!("response with {path}"), format!("response without {path}")),
        (false, true) => (format!("response without {path}"), format!("response with {path}")),
        _ => ("response".to_owned(), format!("response with another {path}")),
    };
    OutcomeDifference { first, second }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::exchange::Stage;
    use crate::value::diff;

    fn difference(first: &Outcome, second: &Outcome) -> Option<(String, String)> {
        let contract = Contract::default();
        let shape = contract.operation().output();
        let difference =
            OutcomeDifference::between(first, second, |a, b| diff(contract.model(), shape, a, b));
        difference.map(|difference| (difference.first, difference.second))
    }

    fn parts(first: &str, second: &str, words: (&str, &str)) {
        let outcome = |text| Outcome::from_json(&Json::parse(text).expect(text)).expect(text);
        let (first, second) = (outcome(first), outcome(second));
        let (a, b) = difference(&first, &second).unwrap_or_else(|| panic!("{first} and {second}"));
        assert_eq!((a.as_str(), b.as_str()), words);
        assert!(difference(&second, &first).is_some(), "{second} and {first}");
        assert!(difference(&first, &first).is_none() && difference(&second, &second).is_none());
    }

    #[test]
    fn each_kind_of_difference_has_words() {
        const SUMMARY: &str = r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Status":"A"}}}"#;
        const DOMAIN: &str = r#"{"outcome":"response","output":{"InstanceUserSummary":{"Status":"A","Domain":"d"}}}"#;
        const OTHER: &str =
            r#"{"outcome":"response","output":{"InstanceUserSummary":{"Status":"B"}}}"#;
        const MODELED: &str =
            r#"{"outcome":"service_error","code":"C","modeled":true,"http_status":400}"#;
        const UNMODELED: &str =
            r#"{"outcome":"service_error","code":"D","modeled":false,"http_status":400}"#;
        const NO_CODE: &str = r#"{"outcome":"service_error","modeled":false,"http_status":400}"#;
        const VALIDATE: &str = r#"{"outcome":"client_error","stage":"validate","class":"E"}"#;
        const READ: &str = r#"{"outcome":"client_error","stage":"read","class":"E"}"#;
        for (first, second, words) in [
            (SUMMARY, MODELED, ("response", "service error")),
            (SUMMARY, READ, ("response", "client error at read")),
            (READ, VALIDATE, ("client error at read", "client error at validate")),
            (MODELED, UNMODELED, ("modeled service error", "unmodeled service error")),
            (
                UNMODELED,
                &UNMODELED.replace("\"D\"", "\"E\""),
                ("unmodeled service error", "unmodeled service error with another code"),
            ),
            (
                NO_CODE,
                UNMODELED,
                ("unmodeled service error without a code", "unmodeled service error with a code"),
            ),
            (
                MODELED,
                &MODELED.replace("400", "502"),
                ("service error", "service error with another status"),
            ),
            (SUMMARY, &SUMMARY.replace("200", "201"), ("response", "response with another status")),
            (SUMMARY, OTHER, ("response", "response with another InstanceUserSummary.Status")),
            (
                SUMMARY,
                DOMAIN,
                (
                    "response without InstanceUserSummary.Domain",
                    "response with InstanceUserSummary.Domain",
                ),
            ),
            (
                SUMMARY,
                r#"{"outcome":"response","output":null}"#,
                ("response with output", "response without output"),
            ),
            (
                r#"{"outcome":"response","output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"A"}}}}}"#,
                r#"{"outcome":"response","output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":null}}}}}"#,
                (
                    "response with InstanceUserSummary.IdentityProvider.SDK_UNKNOWN_MEMBER.name",
                    "response without InstanceUserSummary.IdentityProvider.SDK_UNKNOWN_MEMBER.name",
                ),
            ),
            (
                r#"{"outcome":"response","output":{"InstanceUserSummary":{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"A"}}}}}"#,
                r#"{"outcome":"response","output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}}}}}"#,
                ("response", "response with another InstanceUserSummary.IdentityProvider"),
            ),
        ] {
            parts(first, second, words);
        }
    }

    #[test]
    fn wording_and_what_is_not_told_are_no_difference() {
        let error = |class: &str, message: &str| Outcome::client_error(Stage::Read, class, message);
        let service = |http_status, message: &str| Outcome::ServiceError {
            code: Some("C".to_owned()),
            modeled: true,
            message: Some(message.to_owned()),
            http_status,
            request_id: None,
            error: None,
        };
        let skipped = Outcome::Skipped { reason: "so".to_owned() };
        let crash = |detail: &str| Outcome::Crash { detail: detail.to_owned() };
        for (first, second) in [
            (error("A", "one"), error("B", "two")),
            (service(Some(400), "one"), service(None, "two")),
            (skipped, error("A", "one")),
            (crash("signal 6"), crash("exit 1")),
        ] {
            assert_eq!(difference(&first, &second), None, "{first} and {second}");
            assert_eq!(difference(&second, &first), None, "{second} and {first}");
        }
        assert!(difference(&crash(""), &error("A", "")).is_some());
    }
}
