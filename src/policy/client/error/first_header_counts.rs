use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::{service_error, yields_success};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Shows, Source, Subject,
};
use crate::protocol::resolve_code;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.first-header-counts",
    group: Group::Error,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If a response has several X-Amzn-Errortype fields, a client uses the first.",
    why: "API Gateway appends a field of its own to the one that the service sent. A client that \
          takes the last, or joins them to one name, no longer recognizes the service's error.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Errors",
            fact: "Of several error headers the first counts.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "5.3, Field Order",
            fact: "The order of fields of one name has a meaning. A client may join them with \
                   commas, and the first value still stands first.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 404,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ResourceNotFoundException"),
            ("X-Amzn-Errortype", "NotFoundException"),
        ],
        body: r#"{"message":"gone"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"gone","http_status":404}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException, NotFoundException","modeled":false,"message":"gone","http_status":404}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(headers) = analysis.several_headers() else { return Judgement::NotExercised };
    if yields_success(analysis, POLICY.id) {
        return Judgement::NotExercised;
    }
    let shown = match service_error(analysis) {
        Ok(shown) => shown,
        Err(finding) => return finding.into(),
    };
    let Some(code) = shown.code else {
        // A client that compares names of fields with their case finds none of these.
        if headers.respelled {
            return Judgement::NotExercised;
        }
        return wrong(headers.name, "no code").counts_if(Shows::Code).into();
    };
    if code != headers.name {
        // Without the namespace and the URI it is the right one: other policies judge those.
        let first = resolve_code(code) == headers.name && !code.contains(',');
        // `error.header-name-any-case` judges a client that does not see the first field.
        let unseen = headers.first_canonical == Some(code);
        if first || unseen {
            return Judgement::NotExercised;
        }
        return wrong(headers.name, code).into();
    }
    // `error.modeled` and `error.unknown-code-generic` judge the type of the error.
    Judgement::Pass
}

fn wrong(expected: &str, actual: &str) -> Finding {
    let message = "the code is not that of the first header field";
    Finding::new(outcome_path().member("code"), message).expected(expected).actual(actual)
}
