use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::analysis::target::{decoded, parameters};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.constant-query-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::ConstantQuery],
    summary: "A client sends the parameters that the URI of the operation has, each \
              with its value.",
    why: "Several operations may share a path, and only such a parameter tells them \
          apart. Without it the service runs another operation.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "Query string literals",
        fact: "A request for the operation has the parameters of its URI.",
        quote: Some(
            "Components of the query string can be matched literally in \
                     the URI pattern.",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { input: r#"{"Number":7}"#, ..Example::of("FindParcels") },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "GET",
        target: "/parcels/7?empty",
        content_type: "",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let (Some((_, query)), Some((_, constant))) =
        (sent.target(), analysis.contract().operation().http().uri.split_once('?'))
    else {
        return Judgement::NotExercised;
    };
    let mut findings = Vec::new();
    for (name, value) in parameters(constant) {
        let is_it = |(own, found): (&str, &str)| {
            decoded(own) == decoded(name) && decoded(found) == decoded(value)
        };
        if !parameters(query).any(is_it) {
            let path = Path::root("request").member("query").member(name);
            let finding = Finding::new(path, "the query lacks a parameter of the operation's URI");
            findings.push(finding.expected(format!("{name}={value}")).actual(query));
        }
    }
    findings.into()
}
