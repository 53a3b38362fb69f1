use crate::policy::analysis::server::{ServerAnalysis, response_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{ErrorReading, ErrorSource, resolve_code};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.error-status",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[Need::ModeledErrors],
    summary: "A server sends an error that the operation lists with the status that the contract \
              declares for it.",
    why: "Retries, metrics and proxies rely on the status. If a fault of the caller has the status \
          of a server fault, the call is retried again and again.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Supported traits, httpError",
        fact: "An error has its own status, or the status of its fault: 400 for the client's, 500 \
               for the server's.",
        quote: Some("The httpError trait is used to define a custom status code."),
    }],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example {
        status: 404,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ResourceNotFoundException"),
        ],
        body: r#"{"message":"no such instance"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"no such instance","http_status":404}"#,
    ),
    breaks: Example::instead(&Example {
        status: 500,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ResourceNotFoundException"),
        ],
        body: r#"{"message":"no such instance"}"#,
        outcome: r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"no such instance","http_status":500}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    let (Some(answer), Some(error)) = (analysis.error_answer(), analysis.error()) else {
        return Judgement::NotExercised;
    };
    let operation = analysis.contract().operation();
    let code = error.code.as_deref().filter(|_| is_clear(error));
    let modeled = code.and_then(|code| operation.error(code));
    let Some((code, declared)) = code.zip(modeled.and_then(|shape| shape.error_status())) else {
        return Judgement::NotExercised;
    };
    if answer.status == declared {
        return Judgement::Pass;
    }
    Finding::new(response_path().member("status"), format!("the status of {code} is wrong"))
        .expected(declared.to_string())
        .actual(answer.status.to_string())
        .into()
}

/// Reports whether the sources leave no doubt which error it is.
fn is_clear(error: &ErrorReading<'_>) -> bool {
    let (code, kind) = (&error.body_code, &error.body_type);
    match error.source {
        Some(ErrorSource::Header) => error.headers.len() == 1,
        _ if !error.headers.is_empty() || !code.is_clear() || !kind.is_clear() => false,
        _ => match (code.text().map(resolve_code), kind.text().map(resolve_code)) {
            (Some(code), Some(kind)) => code == kind,
            _ => true,
        },
    }
}
