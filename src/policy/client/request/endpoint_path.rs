use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::attribution::{Found, owns};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.endpoint-path",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[],
    summary: "If the endpoint has a path, a client appends the operation's path to it, with one slash between.",
    why: "Gateways, emulators and test servers often stand behind a path, such as \
          http://localhost:4566/proxy. A client that drops the path, or doubles the slash between \
          the two, reaches another resource there or none. Users configure an endpoint with and \
          without a slash at its end, and mean the same.",
    basis: &[
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "The endpoint of a call may have a path. The target of the request is that path, \
                   without a slash at its end, and then the path of the operation.",
            quote: None,
        },
        Basis {
            source: Source::SmithyHttp,
            section: "http trait",
            fact: "The path of an operation begins with a slash.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { endpoint_path: "/base/", ..Example::PLAIN },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "POST",
        target: "/base//user/DisassociateUser",
        content_type: "application/json",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(request) = analysis.request() else { return Judgement::NotExercised };
    let Some(url) = request.told_endpoint().filter(|url| !url.path.is_empty()) else {
        return Judgement::NotExercised;
    };
    // Another policy judges a target in another form, or one that is not the operation's.
    let path = request.target.split('?').next().unwrap_or_default();
    let uri = &analysis.contract().operation().http().uri;
    let expected = url.target(uri);
    // Labels can be spelled in several ways. Then only the beginning of the target is known.
    let begins = || path.starts_with(&url.target("/"));
    let is_right = match uri.contains(['{', '?']) {
        false if !path.starts_with('/') || !path.ends_with(uri.as_str()) => {
            return Judgement::NotExercised;
        }
        false => path == expected,
        true if !path.starts_with('/') => return Judgement::NotExercised,
        true => begins(),
    };
    if is_right || !owns(POLICY.id, Found::EndpointPath) {
        return Judgement::Pass;
    }
    let message = "the target is not the path of the endpoint and then that of the operation";
    Finding::new(Path::root("request").member("uri"), message)
        .expected(expected)
        .actual(request.target.as_str())
        .into()
}
