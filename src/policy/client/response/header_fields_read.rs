use crate::model::{Binding, ShapeKind};
use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.header-fields-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::FieldInOutput],
    summary: "A client shows each member that is bound to a header field, with its \
              exact value.",
    why: "The member is nowhere else in the response, so what the client does not \
          read is lost.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpHeader serialization rules",
        fact: "A boolean is `true` or `false`, and a string with a media type \
               is in base64.",
        quote: Some("string values with a mediaType-trait are always base64 encoded"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        headers: &[("Content-Type", "application/json"), ("X-Attempt", "0"), ("X-Origin", "e30=")],
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Attempt":0,"Origin":"{}"}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Attempt":0,"Origin":"e30="}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answered) = Answered::of(analysis) else { return Judgement::NotExercised };
    let message = "the output does not show the value of a header field";
    answered.judge(message, |binding, member| {
        let list = matches!(answered.model.kind(member.target), ShapeKind::List(_));
        matches!(binding, Binding::Header(_)) && !list
    })
}
