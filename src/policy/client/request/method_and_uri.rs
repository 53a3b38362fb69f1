use crate::contract::Contract;
use crate::http::Request;
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::target_of;
use crate::policy::analysis::target::wrong_literals;
use crate::policy::attribution::{Found, yields};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.method-and-uri",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client sends the method and the URI of the operation, with a query only if the operation has one.",
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
            fact: "The target of a request to the origin server is its path and query alone. Only a \
                   request to a proxy has a whole URI as its target.",
            quote: Some(
                "a client MUST send only the absolute path and query components of the target URI as \
                 the request-target",
            ),
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
    let Some(request) = analysis.request() else { return Judgement::NotExercised };
    let mut findings = Vec::new();
    if request.method != http.method {
        let path = Path::root("request").member("method");
        findings.push(
            Finding::new(path, "the method is wrong")
                .expected(http.method.as_str())
                .actual(request.method.as_str()),
        );
    }
    let expected =
        request.told_endpoint().map_or_else(|| http.uri.clone(), |url| url.target(&http.uri));
    if let Some(message) = fault_of_target(analysis.contract(), request, &http.uri) {
        findings.push(
            Finding::new(Path::root("request").member("uri"), message)
                .expected(expected)
                .actual(request.target.as_str()),
        );
    }
    findings.into()
}

/// Returns what is wrong with the target of a request for an operation with this URI.
fn fault_of_target(contract: &Contract, request: &Request, uri: &str) -> Option<&'static str> {
    let target = request.target.as_str();
    if !target.starts_with('/') {
        return Some(
            "the target is not in origin form, the only form for a server that is no proxy",
        );
    }
    // A label has a policy of its own, and so has a parameter.
    if uri.contains(['{', '?']) {
        let wrong =
            target_of(request).is_some_and(|(path, _)| !wrong_literals(uri, path).is_empty());
        return wrong.then_some("the path does not have the segments of the operation");
    }
    // Members may be bound to the query of an operation that has none of its own.
    let bound = &contract.facts().sent;
    let takes_query = bound.query || bound.query_map;
    // Another policy judges what comes before the path of the operation.
    let joined = yields(POLICY.id, Found::EndpointPath)
        && request.told_endpoint().is_some_and(|url| !url.path.is_empty());
    let is_right = |path: &str| path == uri || joined && path.ends_with(uri);
    match target.split_once('?') {
        None if is_right(target) => None,
        Some((path, _)) if is_right(path) && takes_query => None,
        Some((path, _)) if is_right(path) => Some("the operation takes no query"),
        _ => Some("the target of the request is wrong"),
    }
}
