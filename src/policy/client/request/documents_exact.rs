use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.documents-exact",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::DocumentInInput],
    summary: "A client sends a document as the JSON that it is: every member, every \
              null, and every kind of value.",
    why: "The model does not know what is in a document, so only the exact value \
          helps the service.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "A document is any JSON value.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Extra":{"a":null,"b":[]}}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Extra":{"b":[]}}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    judge(analysis, ValueClass::Document, |_| false)
}
