use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::refused;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::InputFaultKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "input.empty-label-refused",
    group: Group::Input,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::LabelInUri],
    summary: "A client refuses an input whose label is empty.",
    why: "The path then has an empty segment, which proxies remove. The request \
          reaches another operation: instead of one item, it lists or deletes all.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "Labels",
            fact: "A label spans a whole segment, and a path has no empty segments.",
            quote: Some("Each label MUST span an entire path segment"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Requests",
            fact: "A client refuses an empty label before it sends anything. The \
                   sources do not say so: a *should*.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Bucket":"","Key":"k"}"#,
        body: "",
        sent: Sent::Nothing,
        outcome: r#"{"outcome":"client_error","stage":"validate","class":"InvalidInput","message":"Bucket is empty"}"#,
        ..Example::of("StoreParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent_and_outcome(
        Sent::Raw("PUT /store//k HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n"),
        r#"{"outcome":"response","http_status":200,"output":{}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    match analysis.input_fault(|kind| *kind == InputFaultKind::EmptyLabel) {
        Some(fault) => refused(analysis, fault),
        None => Judgement::NotExercised,
    }
}
