use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::error_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.header-whitespace-ignored",
    group: Group::Error,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client ignores white space around the value of X-Amzn-Errortype.",
    why: "Servers and proxies may put spaces around the values of header fields. A client that \
          keeps them looks for an error that does not exist.",
    basis: &[Basis {
        source: Source::HttpSemantics,
        section: "5.5, Field Values",
        fact: "A recipient removes white space around a field's value before it uses the value.",
        quote: Some("A field value does not include leading or trailing whitespace"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 500,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "  ConflictException\t"),
        ],
        body: r#"{"message":"busy"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ConflictException","modeled":true,"message":"busy","http_status":500}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"  ConflictException\t","modeled":false,"message":"busy","http_status":500}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    error_despite(
        analysis,
        POLICY.id,
        ErrorOddity::Whitespace,
        "white space around the value is not part of the code",
    )
}
