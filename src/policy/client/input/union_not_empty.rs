use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::refused;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.union-not-empty",
    group: Group::Input,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::UnionInInput],
    summary: "A client refuses an input that has a union without a member.",
    why: "An empty union says nothing. A client that sends it leaves it to the service to report a \
          mistake that the client could have reported at once.",
    basis: &[Basis {
        source: Source::Smithy,
        section: "Aggregate types, Union member presence",
        fact: "A union without a member is invalid.",
        quote: Some("Exactly one member of a union MUST be set."),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Must set one of the following keys for tagged union structure IdentityProvider"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.input_fault(|kind| *kind == InputFaultKind::UnionEmpty) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
