use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.host-of-endpoint",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "The Host field of a request is the host and port of the endpoint.",
    why: "Many services share one address. A proxy, a load balancer or a gateway chooses among them by \
          Host. A client that sends another host, or leaves out the port, reaches another service, \
          or none. It also leads to redirects and links that point nowhere.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "3.2",
            fact: "Host is the host of the target URI, and its port unless that is the default.",
            quote: Some(
                "a client MUST send a field value for Host that is identical to that authority component",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "4.2.3",
            fact: "The host is compared without regard to case, and an absent port is the default port.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Host("localhost")),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(request) = analysis.request() else { return Judgement::NotExercised };
    // A host prefix changes the host, and clients differ in whether they use it at a custom endpoint.
    let prefixed = analysis.contract().operation().shape().traits.host_prefix.is_some();
    let Some(url) = request.told_endpoint().filter(|_| !prefixed) else {
        return Judgement::NotExercised;
    };
    // `request.well-formed` judges the number of Host fields.
    let mut hosts = request.headers.all("host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Judgement::NotExercised };
    let shown = String::from_utf8_lossy(&host.value);
    if url.is_host(&shown) {
        return Judgement::Pass;
    }
    let path = Path::root("request").member("headers").member("host");
    Finding::new(path, "the request names a host that is not the endpoint's")
        .expected(url.authority)
        .actual(shown)
        .into()
}
