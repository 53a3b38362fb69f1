use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.host-prefix",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::HostPrefix],
    summary: "A client puts the prefix of the operation, with the values of its labels, before the host \
              of the endpoint.",
    why: "The prefix chooses the part of a service that has the data: an account, a region, a data \
          plane. Without it, or with a label that was not filled in, the request goes to another \
          part, or to a host that does not exist.",
    basis: &[
        Basis {
            source: Source::SmithyEndpoint,
            section: "endpoint trait, Client Behavior",
            fact: "A client fills in the labels, and puts the result before the host of the endpoint.",
            quote: Some(
                "The client MUST NOT add any additional characters between the hostPrefix and client \
                 derived endpoint host.",
            ),
        },
        Basis {
            source: Source::SmithyEndpoint,
            section: "endpoint trait, Client Behavior",
            fact: "A client sends nothing if the value of a label is empty.",
            quote: Some(
                "Clients MUST fail when expanding a hostPrefix template if the value of any labeled \
                 member is empty or null.",
            ),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "Users may turn the prefix off. So only a client whose hello has the feature \
                   `host_prefix` is judged, by the Host field.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { input: r#"{"Depot":"north","Scale":"7"}"#, ..Example::of("WeighParcel") },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Host("127.0.0.1")),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if !analysis.features().host_prefix {
        return Judgement::NotApplicable;
    }
    let path = Path::root("request").member("headers").member("host");
    // Which texts are a label of a host depends on the resolver; that an empty one is none does not.
    if let Some(fault) = analysis.input_fault(|kind| *kind == InputFaultKind::NotHostLabel) {
        let is_empty = fault.path.last_member().is_some_and(|name| {
            analysis.input().get(name).and_then(|value| value.as_str()) == Some("")
        });
        return match (is_empty && analysis.input_faults().len() == 1, analysis.has_sent()) {
            (false, _) => Judgement::NotExercised,
            (true, false) => Judgement::Pass,
            (true, true) => {
                let message = "a label of the host is empty, and the client sends the request";
                Finding::new(path, message).expected("nothing").actual("a request").into()
            }
        };
    }
    let (Some(request), Some(due)) = (analysis.request(), analysis.due_request()) else {
        return Judgement::NotExercised;
    };
    let (Some(url), Some(prefix)) = (request.told_endpoint(), due.host_prefix.as_deref()) else {
        return Judgement::NotExercised;
    };
    // `request.well-formed` judges the number of Host fields.
    let mut hosts = request.headers.all("host");
    let (Some(host), None) = (hosts.next(), hosts.next()) else { return Judgement::NotExercised };
    let shown = String::from_utf8_lossy(&host.value);
    // The host has no case (RFC 9110, section 4.2.3).
    let (begin, rest) = shown.split_at_checked(prefix.len()).unwrap_or(("", &shown));
    if begin.eq_ignore_ascii_case(prefix) && url.is_host(rest) {
        return Judgement::Pass;
    }
    Finding::new(path, "the host is not that of the endpoint behind the prefix of the operation")
        .expected(format!("{prefix}{}", url.authority))
        .actual(shown)
        .into()
}
