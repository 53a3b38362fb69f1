use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::{alone_in_union, refused};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::{InputFault, InputFaultKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.unknown-members",
    group: Group::Input,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client refuses an input that has a member that the contract does not name.",
    why: "Such a member is a typing error, or belongs to another edition. A client that drops it \
          does less than it was asked to do, and its caller never learns that a setting had no \
          effect.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Structure and Union",
            fact: "A structure and a union have a fixed set of named members.",
            quote: None,
        },
        Basis {
            source: Source::OperationReference,
            section: "Parameters",
            fact: "The page lists the members that the operation takes.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","UserName":"alice","Username":"alice"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_sent_and_outcome(
        Sent::Nothing,
        r#"{"outcome":"client_error","stage":"validate","class":"ParamValidationError","message":"Unknown parameter in input: UserName"}"#,
    ),
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match unknown(analysis) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}

/// Returns the first member that the contract does not name. `input.unknown-placeholder-refused` judges the
/// placeholder for one.
fn unknown<'v>(analysis: &'v ClientAnalysis<'_, '_>) -> Option<&'v InputFault> {
    let in_structure = analysis.input_fault(|kind| *kind == InputFaultKind::UnknownMember);
    in_structure
        .or_else(|| alone_in_union(analysis, |kind| *kind == InputFaultKind::UnknownUnionMember))
}
