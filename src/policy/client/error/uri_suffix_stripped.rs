use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::code_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.uri-suffix-stripped",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client removes everything from the first colon on from an error's type.",
    why: "Some services, such as Amazon Polly, send a URI after the name. A client that keeps it \
          looks for an error that does not exist, and shows the known one as unknown.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "If the value has a colon, only the text before the first one counts.",
            quote: Some("take only the contents before the first : character in the value"),
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests",
            fact: "RestJsonFooErrorUsingXAmznErrorTypeWithUri sends such a header, and the error \
                   is FooError.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        headers: &[
            ("Content-Type", "application/json"),
            (
                "X-Amzn-Errortype",
                "ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.validate/",
            ),
        ],
        body: r#"{"message":"slow down"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ThrottlingException","modeled":true,"message":"slow down","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ThrottlingException:http://internal.amazon.com/coral/com.amazon.coral.validate/","modeled":false,"message":"slow down","http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    code_despite(
        analysis,
        POLICY.id,
        ErrorOddity::Uri,
        "the URI after the colon is not part of the code",
    )
}
