use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::error::service_error;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::Field;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.message-not-made-up",
    group: Group::Error,
    level: Level::Should,
    // What it judges, and what an operation must have for it to apply.
    subject: Subject::Outcome,
    needs: &[],
    summary: "If an error has no message, the client shows none.",
    why: "Some clients fill in words of their own. A caller who logs the message then reads what no \
          service said.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Errors",
        fact: "A missing message may be shown as an empty one, and not as another text.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    // The exchange, once: what is not named here is as in `Example::PLAIN`.
    example: Example { status: 400, body: r#"{"code":"ValidationException"}"#, ..Example::PLAIN },
    // Then what makes the difference: here, the outcome that the client shows.
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":null,"http_status":400}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ValidationException","modeled":true,"message":"Unknown","http_status":400}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // Say first when the policy has nothing to say: this is not an error, the sources leave open what
    // the error tells, or the error has a message, which is for `error.message-kept`.
    let Some(answer) = analysis.error_answer() else { return Judgement::NotExercised };
    let messages = [&answer.reading.body_message, &answer.reading.body_capital_message];
    if !answer.is_object() || messages.into_iter().any(|message| *message != Field::Absent) {
        return Judgement::NotExercised;
    }
    // Then the policy itself: a pass, or a finding with its path.
    let Ok(shown) = service_error(analysis) else { return Judgement::NotExercised };
    match shown.message {
        None | Some("") => Judgement::Pass,
        Some(message) => Finding::new(outcome_path().member("message"), "the error has no message")
            .expected("null")
            .actual(message)
            .into(),
    }
}
