use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::service_error;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Shows, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.status-kept",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows the status of an error response unchanged.",
    why: "If something in front of the service sends the response, often only the status shows \
          whether the call was refused or failed, and whether to retry. A client that shows \
          another status misleads its user.",
    basis: &[Basis {
        source: Source::HttpSemantics,
        section: "15, Status Codes",
        fact: "A client must understand the class of every status, so the status is part of what \
               the response says.",
        quote: Some("a client MUST understand the class of any status code"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 418,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ValidationException"),
        ],
        body: r#"{"message":"I am a teapot"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"I am a teapot","http_status":418}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"I am a teapot","http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // A client that gives the response up because of its delivery has not read it.
    let readable = analysis.readable_error().filter(|_| analysis.given_up_for().is_none());
    let Some((error, _)) = readable else { return Judgement::NotExercised };
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    if shown.http_status == Some(error.status) {
        return Judgement::Pass;
    }
    let finding = Finding::new(outcome_path().member("http_status"), "the status is wrong")
        .expected(error.status.to_string());
    match shown.http_status {
        Some(status) => finding.actual(status.to_string()).into(),
        None => finding.actual("no status").counts_if(Shows::HttpStatus).into(),
    }
}
