use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::code_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.namespace-stripped",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client removes everything up to the hash from an error's type.",
    why: "Services write the whole id of an error's shape, with the namespace of their model or of \
          another one. A client that keeps the namespace looks for an error that does not exist, \
          and shows the known one as unknown.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "If the value has a hash, only the text after the first one counts.",
            quote: Some("take only the contents after the first # character in the value"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorWithDunderTypeAndNamespace sends such a `__type`, and the error \
                   is FooError.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 404,
        body: r#"{"__type":"com.amazonaws.licensemanagerusersubscriptions#ResourceNotFoundException","message":"gone"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"gone","http_status":404}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"com.amazonaws.licensemanagerusersubscriptions#ResourceNotFoundException","modeled":false,"message":"gone","http_status":404}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    code_despite(
        analysis,
        POLICY.id,
        ErrorOddity::Namespace,
        "the namespace before the hash is not part of the code",
    )
}
