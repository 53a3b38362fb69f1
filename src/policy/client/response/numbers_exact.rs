use crate::policy::analysis::answered::judge_class;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.numbers-exact",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::NumberInOutput],
    summary: "A client shows numbers to the last digit.",
    why: "An id above 2^53 or a price with many digits changes on its way through a \
          double, and then belongs to something else.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Shape serialization",
        fact: "Numbers are JSON numbers; a long has 64 bits, and a bigInteger \
               and a bigDecimal have any number of digits.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Count":9007199254740993}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Count":9007199254740993}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Count":9007199254740992}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let refused = "a number may have as many digits as its shape allows";
    let message = "the output shows another number than the response";
    judge_class(
        analysis,
        POLICY.id,
        ValueClass::Number,
        Some(FormOddity::Number),
        (refused, message),
    )
}
