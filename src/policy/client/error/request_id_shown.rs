use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request_id::{Answered, shown};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.request-id-shown",
    group: Group::Error,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows the request id of an error, if it shows request ids at all.",
    why: "Support asks for the request id of a call that failed. A client that keeps it only for successes \
          has none when it is needed.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Request ids",
        fact: "A client that shows request ids shows that of x-amzn-RequestId, also in an error, \
               and never that of an earlier response.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 404,
        headers: &[
            ("X-Amzn-Errortype", "ResourceNotFoundException"),
            ("x-amzn-RequestId", "7a1d5c2e-03b9"),
        ],
        body: r#"{"message":"gone"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"gone","http_status":404,"request_id":"7a1d5c2e-03b9"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ResourceNotFoundException","modeled":true,"message":"gone","http_status":404,"request_id":"00000000-0000"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    shown(analysis, Answered::Error)
}
