use crate::policy::analysis::answered::judge_class;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.blobs-exact",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::BlobInOutput],
    summary: "A client decodes a blob in the body from base64 to exactly its bytes.",
    why: "Bytes that are taken for text change, and the caller gets another file.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "A blob is a string of base64.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Content":"/+8="}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Content":"/+8="}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Content":"77+977+9"}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let refused = "a blob is a string of base64";
    let message = "the output shows other bytes than the response";
    judge_class(analysis, POLICY.id, ValueClass::Blob, None, (refused, message))
}
