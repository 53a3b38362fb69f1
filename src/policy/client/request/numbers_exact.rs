use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent_values::judge;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.numbers-exact",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::NumberInInput],
    summary: "A client sends numbers in the body as JSON numbers, to the last digit.",
    why: "An integer above 2^53 or a price with thirty digits loses its last digits \
          on the way through a double. Nobody sees it until two ids are the same.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "Numbers are JSON numbers; a bigInteger and a bigDecimal keep \
               their precision.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Count":9007199254740993}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Count":9007199254740992}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    judge(analysis, ValueClass::Number, |_| false)
}
