use crate::json::SyntaxErrorKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::Reading;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.invalid-utf8-refused",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client refuses a response that has bytes that are not UTF-8.",
    why: "If a client replaces such bytes by a mark, or drops them, it shows a name that does not \
          exist. Two users whose names differ only in these bytes then look the same.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "8.1. Character Encoding",
            fact: "JSON between systems is UTF-8.",
            quote: Some("MUST be encoded using UTF-8"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "This policy judges a body whose only fault is its encoding. The body does not \
                   count as malformed too.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body_bytes: Some(b"{\"InstanceUserSummary\":{\"Domain\":\"caf\xe9\",\"IdentityProvider\":{\"ActiveDirectoryIdentityProvider\":{\"DirectoryId\":\"d-9067f0a1b2\"}},\"InstanceId\":\"i-0abcd1234efgh5678\",\"Status\":\"DISASSOCIATED\",\"Username\":\"alice\"}}"),
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"UnicodeDecodeError","message":"invalid continuation byte"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Domain":"caf�","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let fault = match analysis.reading() {
        Some(Reading::NotJson(fault)) if analysis.plain_success().is_some() => fault,
        _ => return Judgement::NotExercised,
    };
    if fault.kind != SyntaxErrorKind::InvalidUtf8 {
        return Judgement::NotExercised;
    }
    refusal(analysis, "it has bytes that are not UTF-8", Some(fault.offset), false)
}
