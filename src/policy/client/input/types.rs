use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::refused;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.types",
    group: Group::Input,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "An input with a value of another type, null included, is refused by the client itself.",
    why: "A client that sends such a value is refused by the service, or not even that: one that makes \
          a text of it names a user \"7\", or \"None\", whom nobody meant.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Simple types and Aggregate types",
            fact: "The shape that a member targets says of which type its values are.",
            quote: None,
        },
        Basis {
            source: Source::OperationReference,
            section: "Parameters",
            fact: "Every parameter is listed with its type.",
            quote: Some("Username (string)"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "Null in an input is ill-typed.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":7}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Invalid type for parameter Username"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":"7"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.input_fault(|kind| matches!(kind, InputFaultKind::WrongType { .. })) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
