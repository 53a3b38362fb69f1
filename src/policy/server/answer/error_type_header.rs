use crate::policy::analysis::server::{ServerAnalysis, response_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{ERROR_TYPE_HEADER, resolve_code};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.error-type-header",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[],
    summary: "A server names the type of an error in the header X-Amzn-Errortype.",
    why: "Clients look for an error's type in this header first. Without it they look in the body, \
          or show their users an error without a name.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Operation error serialization",
        fact: "A server sends the type of an error in this header.",
        quote: Some("MUST use a header field named X-Amzn-Errortype"),
    }],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example {
        status: 400,
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ValidationException"),
        ],
        body: r#"{"message":"no such user"}"#,
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"no such user","http_status":400}"#,
    ),
    breaks: Example::instead(&Example {
        status: 400,
        body: r#"{"__type":"ValidationException","message":"no such user"}"#,
        outcome: r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"no such user","http_status":400}"#,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    // An exchange without any header field was recorded without them, so nothing is known of them.
    let Some(answer) = analysis.error_answer().filter(|answer| !answer.headers.is_empty()) else {
        return Judgement::NotExercised;
    };
    let fields: Vec<_> = answer.headers.all(ERROR_TYPE_HEADER).collect();
    let message = match fields[..] {
        [] => "the error does not name its type in the header",
        [only] if only.text().is_some_and(|text| !resolve_code(text).is_empty()) => {
            return Judgement::Pass;
        }
        [_] => "the header names no type",
        _ => return Judgement::NotExercised, // the sources leave open what that means
    };
    Finding::new(response_path().member("headers").member("x-amzn-errortype"), message).into()
}
