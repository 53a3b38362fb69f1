use crate::policy::analysis::answered::judge_class;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.unknown-enum-kept",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::EnumInOutput],
    summary: "A client shows a value of an enum that its model does not name.",
    why: "A service adds values to an enum without a new model. A client that \
          refuses them, or shows none, breaks on the day that happens.",
    basis: &[Basis {
        source: Source::EvolvingModels,
        section: "Updating enums",
        fact: "A value may be added to an enum, so clients meet values that \
               they do not know.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Size":"gigantic"}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Size":"gigantic"}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let refused = "an enum may have values that the model does not name yet";
    let message = "the output does not show a value of an enum that the model does not name";
    judge_class(analysis, POLICY.id, ValueClass::Enum, Some(FormOddity::Enum), (refused, message))
}
