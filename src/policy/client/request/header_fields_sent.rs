use crate::model::{Binding, ShapeKind};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.header-fields-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::FieldInInput],
    summary: "A client sends each member that is bound to a header field, with its \
              exact value, and no field for a member that is absent.",
    why: "The service reads the member nowhere else. A client that drops a zero or \
          `false`, or writes a number in its own way, changes the call.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpHeader serialization rules",
        fact: "Booleans are `true` or `false`. A string with a media type is in \
               base64.",
        quote: Some("string values with a mediaType-trait are always base64 encoded"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Attempt":0,"Origin":"{}"}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("X-Origin", "{}")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    sent.judge(|binding, member| {
        let list = matches!(sent.model.kind(member.target), ShapeKind::List(_));
        // `request.payload-media-type` judges the type of a payload, whoever sets it.
        let media_type = |name: &str| name.eq_ignore_ascii_case("Content-Type");
        matches!(binding, Binding::Header(name) if !media_type(name)) && !list
    })
}
