use crate::exchange::Evidence;
use crate::json::Json;
use crate::policy::demand::skim::place_of;
use crate::policy::demand::success::{Cause, Success};
use crate::policy::{Basis, Example, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.strings-exact",
    level: Level::Must,
    summary: "Every string of an answer is shown as it was sent, to the character.",
    why: "User names, directories and messages come in every script. A client that normalises, \
          trims, cuts or re-encodes them hands its user a name that the service does not know.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "7. Strings",
            fact: "An escape and the character that it stands for are the same; any character may be escaped.",
            quote: Some("Any character may be escaped."),
        },
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A string is a JSON string.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    keeps: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"caf\u00e9 \ud83d\ude00\u0000\\u0041\/","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"café 😀\u0000\\u0041/","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
        ..Example::PLAIN
    },
    breaks: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"caf\u00e9 \ud83d\ude00\u0000\\u0041\/","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"café ??","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
        ..Example::PLAIN
    },
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    // Where none is there to be compared, another law tells of what is missing.
    let compared = [evidence.expected_output(), evidence.output()];
    if !compared.iter().all(|output| output.is_some_and(has_string)) {
        return Judgement::NotExercised;
    }
    success.judge_departures(
        "a string of the answer is shown as another",
        |cause| cause == Cause::Text,
        |departure| place_of(&evidence.response()?.body, &departure.difference.path),
    )
}

fn has_string(value: &Json) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Json::String(_) => return true,
            Json::Array(items) => waiting.extend(items),
            Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
            _ => {}
        }
    }
    false
}
