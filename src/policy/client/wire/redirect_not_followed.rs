use crate::http::Response;
use crate::json::Path;
use crate::policy::analysis::answer::{may_be_followed, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::service_error;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Shows, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.redirect-not-followed",
    group: Group::Wire,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client shows a redirect as a service error and does not follow it.",
    why: "The operation has no redirects, and its requests are signed for one host. A client that \
          follows a redirect sends user names to the host that it names, or turns the call into a \
          GET. It then shows what that host sends as the response of the service.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A status from 300 to 399 is an error like any other, and a client does not \
                   follow its Location.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15.4. Redirection 3xx",
            fact: "A client may follow a redirect, but must take care if the method is not safe.",
            quote: Some(
                "Automatic redirection needs to be done with care for methods not known to be safe",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        status: 307,
        headers: &[("Location", "http://127.0.0.1:8000/user/DisassociateUser")],
        body: "",
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":null,"modeled":false,"message":null,"http_status":307}"#,
    ),
    breaks: Example::UNCHANGED,
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let redirect =
        |answer: &&Response| answer.complete && answer.status != 304 && may_be_followed(answer);
    let Some(answer) = analysis.response().filter(redirect) else { return Judgement::NotExercised };
    if !analysis.outcome().is_told() {
        return Judgement::NotExercised;
    }
    if let [_, followed, ..] = analysis.requests() {
        let host = followed.headers.all("Host").next().and_then(|header| header.text());
        let (method, target, host) =
            (&followed.method, &followed.target, host.unwrap_or("no host"));
        return Finding::new(Path::root("requests").index(1), "the client followed the redirect")
            .expected("one request")
            .actual(format!("{method} {target} at {host}"))
            .into();
    }
    let Ok(shown) = service_error(analysis) else {
        return Finding::new(outcome_path(), "a redirect is a service error")
            .expected("service_error")
            .actual(analysis.outcome().to_string())
            .into();
    };
    if shown.http_status == Some(answer.status) {
        return Judgement::Pass;
    }
    let finding = Finding::new(outcome_path().member("http_status"), "the status is wrong")
        .expected(answer.status.to_string());
    match shown.http_status {
        Some(status) => finding.actual(status.to_string()).into(),
        None => finding.actual("no status").counts_if(Shows::HttpStatus).into(),
    }
}
