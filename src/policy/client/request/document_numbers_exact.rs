use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::document_numbers::changed_numbers;
use crate::policy::analysis::request::body_path;
use crate::policy::analysis::success::MOST_FINDINGS;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.document-numbers-exact",
    group: Group::Request,
    level: Level::Should,
    subject: Subject::Arrival,
    needs: &[Need::DocumentInInput],
    summary: "A client sends a number in a document to the last digit.",
    why: "A document has no shape that says how large its numbers are. A client \
          that keeps them as doubles changes an id above 2^53.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Requests",
        fact: "A number in a document is sent as it was given. The sources do \
               not say how precise it must be: a *should*.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Extra":{"id":9007199254740993}}"#,
        status: 201,
        outcome: r#"{"outcome":"response","http_status":201,"output":{"Code":201}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"Copies":1,"Open":true,"Tags":["a"],"Token":"t","Extra":{"id":9007199254740992}}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(body) = analysis.body_for_valid_input() else { return Judgement::NotExercised };
    let contract = analysis.contract();
    let (model, shape) = (contract.model(), contract.bindings().input.body_shape());
    let (Some(input), Some(value)) = (analysis.body_input(), body.value()) else {
        return Judgement::NotExercised;
    };
    let Some(changed) = changed_numbers(model, shape, input, &value.to_json(model)) else {
        return Judgement::NotExercised;
    };
    let findings = changed.into_iter().take(MOST_FINDINGS).map(|(path, due, sent)| {
        let message = "the client sends another number than the document has";
        Finding::new(body_path(&path), message).expected(due).actual(sent)
    });
    findings.collect::<Vec<_>>().into()
}
