use crate::json::SyntaxErrorKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::Reading;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.malformed-refused",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client refuses a response whose body is not a JSON text.",
    why: "A lenient reader guesses what such a body means. A proxy's page or the output of a \
          broken serializer then looks like a response of the service.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "2. JSON Grammar",
            fact: "The grammar defines a JSON text.",
            quote: Some("A JSON text is a serialized value."),
        },
        Basis {
            source: Source::RestJson1,
            section: "Content-Type",
            fact: "The body of a response is JSON.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice",}}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ResponseParserError","message":"Unable to parse response, invalid JSON received"}"#,
    ),
    breaks: Example::UNCHANGED,
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let fault = match analysis.reading() {
        Some(Reading::NotJson(fault)) if analysis.plain_success().is_some() => fault,
        _ => return Judgement::NotExercised,
    };
    // Other policies judge a JSON text that is cut, one with data after it, and one in another encoding, or
    // the sources leave the fault open.
    match fault.kind {
        SyntaxErrorKind::UnexpectedByte(_)
        | SyntaxErrorKind::BadEscape
        | SyntaxErrorKind::ControlCharacter(_)
        | SyntaxErrorKind::BadNumber => {
            let why = format!("it is not a JSON text: {}", fault.kind);
            refusal(analysis, &why, Some(fault.offset), false)
        }
        _ => Judgement::NotExercised,
    }
}
