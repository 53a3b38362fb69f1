use crate::model::Binding;
use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.prefix-headers-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::PrefixedFieldsInOutput],
    summary: "A client shows every header field with a prefix as an entry of the \
              map, without the prefix, whatever the case of its name.",
    why: "The entries are names that the caller chose. A client that keeps the \
          prefix, or compares it with its case, finds none of them again.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "httpPrefixHeaders trait",
            fact: "A key is the name of the field without the prefix.",
            quote: Some(
                "string value that defines the prefix to prepend to each \
                         header field name stored in the targeted map member",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "5.1. Field Names",
            fact: "The names of fields are the same in any case.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        headers: &[("Content-Type", "application/json"), ("x-meta-color", "red")],
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Meta":{"color":"red"}}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Meta":{"x-meta-color":"red"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answered) = Answered::of(analysis) else { return Judgement::NotExercised };
    let message = "the output does not show the header fields with the prefix";
    answered.judge(message, |binding, _| matches!(binding, Binding::PrefixHeaders(_)))
}
