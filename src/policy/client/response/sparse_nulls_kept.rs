use crate::policy::analysis::answered::judge_class;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.sparse-nulls-kept",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::SparseInOutput],
    summary: "A client shows the nulls of a sparse list or map.",
    why: "If a null is left out, every element after it moves to another place.",
    basis: &[Basis {
        source: Source::Smithy,
        section: "sparse trait",
        fact: "A sparse list or map may have null values.",
        quote: Some("Indicates that lists and maps MAY contain null values."),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"SparseTexts":["a",null,"b"]}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"SparseTexts":["a",null,"b"]}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"SparseTexts":["a","b"]}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let refused = "a sparse list or map may have null values";
    let message = "the output does not show a sparse list or map as it was sent";
    judge_class(
        analysis,
        POLICY.id,
        ValueClass::SparseNull,
        Some(FormOddity::SparseNull),
        (refused, message),
    )
}
