use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::document_numbers::changed_numbers;
use crate::policy::analysis::success::MOST_FINDINGS;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.document-numbers-exact",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::DocumentInOutput],
    summary: "A client shows a number in a document to the last digit.",
    why: "A document has no shape that says how large its numbers are. A client \
          that keeps them as doubles changes an id above 2^53.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Answers",
        fact: "A number in a document is shown as it was sent. The sources do \
               not say how precise it must be: a *should*.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Extra":{"id":9007199254740993}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Extra":{"id":9007199254740993}}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Extra":{"id":9007199254740992}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(answered) = Answered::of(analysis) else { return Judgement::NotExercised };
    let shape = analysis.contract().operation().output();
    let changed = changed_numbers(answered.model, shape, answered.due, answered.shown);
    let Some(changed) = changed else { return Judgement::NotExercised };
    let findings = changed.into_iter().take(MOST_FINDINGS).map(|(path, due, shown)| {
        let message = "the output shows another number than the document has";
        Finding::new(path.under("outcome.output"), message).expected(due).actual(shown)
    });
    findings.collect::<Vec<_>>().into()
}
