use crate::json::SyntaxErrorKind;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::refusal::refusal;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{self, NoteKind, Reading, Role};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.trailing-data-refused",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client refuses a response that has anything but white space after its JSON value.",
    why: "The extra bytes have a cause: a second response on the connection, a buffer that was not \
          cleared, a proxy. A client that reads only up to the closing bracket never learns that \
          it may have read the wrong response.",
    basis: &[
        Basis {
            source: Source::Json,
            section: "2. JSON Grammar",
            fact: "A JSON text is one value, with white space around it and nothing else.",
            quote: Some("A JSON text is a serialized value."),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "This policy judges a body whose only fault is data after the value. The body \
                   does not count as malformed too.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}{}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"unexpected `{` behind the value"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let (response, fault) = match (analysis.plain_success(), analysis.reading()) {
        (Some(response), Some(Reading::NotJson(fault)))
            if fault.kind == SyntaxErrorKind::TrailingData =>
        {
            (response, fault)
        }
        _ => return Judgement::NotExercised,
    };
    // If the value itself must be refused, a refusal says nothing about the data after it.
    let contract = analysis.contract();
    let value = response.body.get(..fault.offset).unwrap_or_default();
    let shape = contract.bindings().output.body_shape();
    let refused = |kind: NoteKind| kind.refuses() || kind == NoteKind::Missing;
    let other = protocol::decode(contract.model(), shape, Role::Client, value)
        .map_or(true, |value| value.anatomy().of(refused).next().is_some());
    refusal(analysis, "it has more text after its value", Some(fault.offset), other)
}
