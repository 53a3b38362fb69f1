use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.zero-values-sent",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::ZeroInInput],
    summary: "A client sends a required number that is zero, and a required boolean that is `false`.",
    why: "Some languages do not tell a zero from an absent value. The service then \
          refuses the request, because a required member is missing.",
    basis: &[Basis {
        source: Source::Smithy,
        section: "Default value serialization",
        fact: "A required member is sent, also if its value is a default.",
        quote: Some(
            "A member marked @required MUST be serialized, including \
                     members that have a default.",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":0,"Open":false,"Tags":["a"],"Token":"t"}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(r#"{"Tags":["a"],"Token":"t"}"#)),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    judge(analysis, ValueClass::Zero, |_| false)
}
