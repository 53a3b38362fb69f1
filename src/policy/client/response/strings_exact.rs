use crate::json::Json;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::attribution::{Found, owns};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.strings-exact",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::TextInOutput],
    summary: "A client shows every string of a response exactly as it was sent, character by \
              character.",
    why: "User names, directories and messages use every script. A client that normalizes, trims, \
          cuts or re-encodes them shows a name that the service does not know.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "7. Strings",
            fact: "An escape and the character that it stands for are the same; any character may \
                   be escaped.",
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
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"caf\u00e9 \ud83d\ude00\u0000\\u0041\/","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"café 😀\u0000\\u0041/","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"StatusMessage":"café ??","InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let Some(shown) = analysis.output() else { return Judgement::NotExercised };
    if !analysis.expected_output().is_some_and(has_string) {
        return Judgement::NotExercised;
    }
    let message = "the output does not show a string as it was sent";
    if has_string(shown) {
        return success.judge_departures(POLICY.id, message);
    }
    // The output has no string to compare. Then a lost member counts as a lost string.
    let is_lost = |found| found == Found::Member;
    match success.departures(|cause| cause.found.is_some_and(is_lost)).next() {
        Some(_) => success.fail_for(message, |found| owns(POLICY.id, found) || is_lost(found)),
        None => Judgement::NotExercised,
    }
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
