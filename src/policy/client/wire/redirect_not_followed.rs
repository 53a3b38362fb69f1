use crate::http::Response;
use crate::json::Path;
use crate::policy::analysis::answer::may_be_followed;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.redirect-not-followed",
    group: Group::Wire,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client does not follow a redirect.",
    why: "The operation has no redirects, and its requests are signed for one host. A client that \
          follows a redirect sends user names to the host that it names, or turns the call into a \
          GET. It then shows what that host sends as the response of the service.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A status from 300 to 399 is an error like any other, and a client does not \
                   follow its Location. The policies on errors judge what it shows.",
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
    breaks: Example::instead(&Example {
        status: 307,
        headers: &[("Location", "http://127.0.0.1/user/DisassociateUser")],
        body: "",
        times: 2,
        ..Example::PLAIN
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let redirect =
        |answer: &&Response| answer.complete && answer.status != 304 && may_be_followed(answer);
    if analysis.response().filter(redirect).is_none() || !analysis.outcome().is_told() {
        return Judgement::NotExercised;
    }
    // What the client shows of a redirect that it does not follow is for the policies on errors.
    match analysis.followed() {
        None => Judgement::Pass,
        Some(followed) => {
            let host = followed.headers.all("Host").next().and_then(|header| header.text());
            let (method, target) = (&followed.method, &followed.target);
            let host = host.unwrap_or("no host");
            Finding::new(Path::root("requests").index(1), "the client followed the redirect")
                .expected("one request")
                .actual(format!("{method} {target} at {host}"))
                .into()
        }
    }
}
