use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::code_despite;
use crate::policy::analysis::error_answer::ErrorOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.header-name-any-case",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client finds the header X-Amzn-Errortype in upper case, lower case or a mixture of \
              both.",
    why: "HTTP/2 front ends and proxies write the names of header fields in lower case, and some \
          services write a capital T. A client that looks for one spelling finds no name for such \
          an error.",
    basis: &[Basis {
        source: Source::HttpSemantics,
        section: "5.1, Field Names",
        fact: "The names of header fields are case-insensitive.",
        quote: Some("Field names are case-insensitive"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        headers: &[
            ("Content-Type", "application/json"),
            ("x-amzn-errortype", "AccessDeniedException"),
        ],
        body: r#"{"message":"no"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"AccessDeniedException","modeled":true,"message":"no","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":"no","http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    code_despite(
        analysis,
        POLICY.id,
        ErrorOddity::HeaderSpelling,
        "the header's name is case-insensitive",
    )
}
