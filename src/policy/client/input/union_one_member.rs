use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::{refused, several_members};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.union-one-member",
    group: Group::Input,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::UnionInInput],
    summary: "A client refuses an input that has a union with two or more members.",
    why: "The caller says two things, and only one of them can be true. A client that sends both, \
          or picks one, may do what its caller did not mean.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Union member presence",
            fact: "A union with several members is invalid.",
            quote: Some("Exactly one member of a union MUST be set."),
        },
        Basis {
            source: Source::OperationReference,
            section: "Parameters, IdentityProvider",
            fact: "The identity provider is a union.",
            quote: Some("Only one of the following top level keys can be set"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{},"OktaIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Invalid number of parameters set for tagged union structure IdentityProvider"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match several_members(analysis) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
