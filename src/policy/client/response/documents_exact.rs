use crate::policy::analysis::answered::judge_class;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.documents-exact",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::DocumentInOutput],
    summary: "A client shows a document as the JSON that it is: every member, every \
              null, and every kind of value.",
    why: "The model does not know what is in a document, so a client cannot know \
          what is unimportant in it.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "A document is any JSON value.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Extra":{"a":null,"b":[]}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Extra":{"a":null,"b":[]}}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Extra":{"b":[]}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let refused = "a document may be any JSON value";
    let message = "the output shows another document than the response";
    judge_class(analysis, POLICY.id, ValueClass::Document, None, (refused, message))
}
