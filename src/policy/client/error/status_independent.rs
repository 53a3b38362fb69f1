use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::its_own_type;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.status-independent",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::ModeledErrors],
    summary: "A client recognizes an error by its name, whatever its status.",
    why: "Proxies and authorizers in front of a service send its errors with other statuses. A \
          client that identifies errors by status shows the wrong error, or one without a type.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "Only the name says which error it is; the status plays no part.",
            quote: Some("one additional component to distinguish which error is contained"),
        },
        Basis {
            source: Source::SmithyHttp,
            section: "httpError trait",
            fact: "The trait sets the status that an error is sent with. It does not identify the \
                   error.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 403,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "AccessDeniedException"),
        ],
        body: r#"{"message":"no"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"AccessDeniedException","modeled":true,"message":"no","http_status":403}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"AccessDeniedException","modeled":false,"message":"no","http_status":403}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    let status = answer.reading.status;
    match answer.own_status(analysis.contract()) {
        Some(own) if own != status && (300..600).contains(&status) => {
            its_own_type(analysis, POLICY.id, answer)
        }
        _ => Judgement::NotExercised,
    }
}
