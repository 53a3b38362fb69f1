use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.blobs-exact",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::BlobInInput],
    summary: "A client sends a blob in the body as base64 of exactly its bytes.",
    why: "A client that encodes twice, leaves out the padding or takes the bytes \
          for text stores something else than the caller gave.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "A blob is a string of base64.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Content":"/+8="}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Content":"_-8="}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    judge(analysis, ValueClass::Blob, |_| false)
}
