use crate::model::{Binding, ShapeKind};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.header-lists-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::FieldListInInput],
    summary: "A client sends a list in a header field element by element, and \
              quotes a string with a comma, a quote or white space at its ends.",
    why: "A comma inside an element splits it in two if it is not quoted, and the \
          service gets a longer list.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "httpHeader serialization rules",
            fact: "The elements are joined with commas, or each has a field of its own.",
            quote: Some(
                "each member of the shape is serialized as a separate HTTP \
                         header either by concatenating the values with a comma on \
                         a single line",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "5.6.4. Quoted Strings",
            fact: "A text with a comma is written in quotes, and quotes and \
                   backslashes in it are escaped.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Route":["Ulm, Bern","Rome"]}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("X-Route", "Ulm, Bern, Rome")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    sent.judge(|binding, member| {
        let list = matches!(sent.model.kind(member.target), ShapeKind::List(_));
        matches!(binding, Binding::Header(_)) && list
    })
}
