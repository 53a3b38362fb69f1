use crate::model::Binding;
use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.status-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::StatusInOutput],
    summary: "A client shows the status of the response in the member that is bound \
              to it.",
    why: "The member tells a caller whether something was created or only accepted. \
          The declared status of the operation is not an answer.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpResponseCode trait",
        fact: "The status of the response is the value of the member.",
        quote: Some("Binds a structure member to the HTTP response status code"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        status: 202,
        outcome: r#"{"outcome":"response","http_status":202,"output":{"Code":202}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":202,"output":{"Code":201}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answered) = Answered::of(analysis) else { return Judgement::NotExercised };
    let message = "the output does not show the status of the response";
    answered.judge(message, |binding, _| *binding == Binding::ResponseCode)
}
