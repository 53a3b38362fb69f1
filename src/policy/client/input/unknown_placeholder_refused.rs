use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::{alone_in_union, refused};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.unknown-placeholder-refused",
    group: Group::Input,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::UnionInInput],
    summary: "A client refuses an input that has the placeholder for an unknown union member, \
              `SDK_UNKNOWN_MEMBER`.",
    why: "Callers pass an output back as an input. The placeholder keeps only the name of the \
          unknown member. A client that sends it sends a member that no service has, or one that \
          has lost its value.",
    basis: &[
        Basis {
            source: Source::OperationReference,
            section: "Response Structure, IdentityProvider",
            fact: "The client makes SDK_UNKNOWN_MEMBER, and maps it to the name of the member \
                   alone.",
            quote: Some("which maps to the name or tag of the unknown member"),
        },
        Basis {
            source: Source::OperationReference,
            section: "Parameters, IdentityProvider",
            fact: "The page lists the members that can be set, and SDK_UNKNOWN_MEMBER is not one \
                   of them.",
            quote: Some("Only one of the following top level keys can be set"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"OktaIdentityProvider"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"serialize","class":"SerializationError","message":"cannot serialize an unknown union member"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"SDK_UNKNOWN_MEMBER":{"name":"OktaIdentityProvider"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match alone_in_union(analysis, |kind| *kind == InputFaultKind::UnknownPlaceholder) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
