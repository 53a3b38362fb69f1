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
    summary: "A client refuses an input that has a value of the wrong type; null counts as a wrong \
              type.",
    why: "The service may refuse such a value. Or it may not: a client that converts the value to \
          a text names a user \"7\" or \"None\" that the caller did not mean.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Simple types and Aggregate types",
            fact: "The shape that a member targets gives the type of its values.",
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
