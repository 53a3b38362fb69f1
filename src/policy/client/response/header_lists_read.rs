use crate::model::{Binding, ShapeKind};
use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.header-lists-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::FieldListInOutput],
    summary: "A client shows a list in a header field element by element: split at \
              commas outside quotes, and from several fields of the name.",
    why: "A comma inside quotes belongs to the element. A client that splits there \
          shows more elements than the service has.",
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
            fact: "A comma in quotes is part of the text, and a backslash escapes \
                   the next character.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        headers: &[("Content-Type", "application/json"), ("X-Route", "\"Ulm, Bern\", Rome")],
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Route":["Ulm, Bern","Rome"]}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Route":["\"Ulm","Bern\"","Rome"]}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if let Some(success) = analysis.success().filter(|_| analysis.output().is_none()) {
        // A refusal breaks this policy if only the list is unusual.
        let odd = Some(FormOddity::FieldList);
        if !success.form().is(FormOddity::FieldList) {
            return Judgement::NotExercised;
        }
        let why = "a list in a header field may have quotes, and several fields";
        let refused = success.response_despite(POLICY.id, odd, why, |_| false);
        return refused.err().unwrap_or(Judgement::NotExercised);
    }
    let Some(answered) = Answered::of(analysis) else { return Judgement::NotExercised };
    let message = "the output does not show the elements of a header field";
    answered.judge(message, |binding, member| {
        let list = matches!(answered.model.kind(member.target), ShapeKind::List(_));
        matches!(binding, Binding::Header(_)) && list
    })
}
