use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.sparse-nulls-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::SparseInInput],
    summary: "A client sends the nulls of a sparse list or map.",
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
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","SparseTexts":["a",null,"b"]}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"t","SparseTexts":["a","b"]}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    judge(analysis, ValueClass::SparseNull, |_| false)
}
