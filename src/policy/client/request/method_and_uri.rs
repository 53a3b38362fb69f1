use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.method-and-uri",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client sends the method and the URI of the operation, without a query.",
    why: "A service finds the operation by its method and path. It answers any other request with \
          UnknownOperationException, or does something else.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "http trait",
            fact: "The trait names the method and the request target of the operation.",
            quote: Some(
                "The uri property defines the request-target of the operation in origin-form",
            ),
        },
        Basis {
            source: Source::Http11,
            section: "3.2.1",
            fact: "The target of a request to the origin server is its path and query alone.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "POST",
        target: "/user/DisassociateUser?Username=alice",
        content_type: "application/json",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let http = analysis.contract().operation().http();
    // Labels and constant queries can be spelled in several ways. No contract has them yet.
    let Some(request) = analysis.request().filter(|_| !http.uri.contains(['{', '?'])) else {
        return Judgement::NotExercised;
    };
    let mut findings = Vec::new();
    if request.method != http.method {
        let path = Path::root("request").member("method");
        findings.push(
            Finding::new(path, "the method is wrong")
                .expected(http.method.as_str())
                .actual(request.method.as_str()),
        );
    }
    if request.target != http.uri {
        let message = match request.target.split_once('?') {
            Some((path, _)) if path == http.uri => "the operation takes no query",
            _ => "the target of the request is wrong",
        };
        findings.push(
            Finding::new(Path::root("request").member("uri"), message)
                .expected(http.uri.as_str())
                .actual(request.target.as_str()),
        );
    }
    findings.into()
}
