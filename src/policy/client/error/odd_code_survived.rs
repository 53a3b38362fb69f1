use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::{service_error, yields_success};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.odd-code-survived",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows an error as a service error, also if its `code` or `__type` is not a \
              string.",
    why: "Gateways put the status into `code`: `{\"code\":400}`. A client that expects a string \
          there fails in its own code. Its user sees a bare TypeError in place of the error.",
    basis: &[
        Basis {
            source: Source::HttpSemantics,
            section: "15, Status Codes",
            fact: "The status alone makes the response an error, whatever the body says.",
            quote: Some("a client MUST understand the class of any status code"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Errors",
            fact: "Which code a client shows for such a value is open. That it shows a service \
                   error is not. `error.status-kept` judges the status.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 400,
        body: r#"{"code":400,"message":"no such user"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":"no such user","http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"unknown","class":"TypeError","message":"argument of type 'int' is not iterable"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(odd) = analysis.odd_code() else { return Judgement::NotExercised };
    if yields_success(analysis, POLICY.id) {
        return Judgement::NotExercised;
    }
    match service_error(analysis) {
        Ok(_) => Judgement::Pass,
        Err(mut finding) => {
            finding.message =
                format!("the response is a service error, although `{}` is no string", odd.member);
            match odd.offset {
                Some(offset) => finding.at_response_byte(offset).into(),
                None => finding.into(),
            }
        }
    }
}
