use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::refused;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.required-members",
    group: Group::Input,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::RequiredInInput],
    summary: "A client refuses an input that lacks a required member.",
    why: "A client that validates its input reports the missing member at once, by name. A client \
          that sends such a request leaves this to the service, whose response comes later and \
          says less.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "required trait",
            fact: "A required member must have a value, also in an input.",
            quote: None,
        },
        Basis {
            source: Source::OperationReference,
            section: "Parameters",
            fact: "IdentityProvider, InstanceId and Username are marked as required.",
            quote: Some("[REQUIRED]"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { input: r#"{"InstanceId":"i-0abcd1234efgh5678"}"#, ..Example::PLAIN },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Missing required parameter: Username"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(r#"{"InstanceId":"i-0abcd1234efgh5678"}"#)),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.input_fault(|kind| *kind == InputFaultKind::MissingRequired) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
