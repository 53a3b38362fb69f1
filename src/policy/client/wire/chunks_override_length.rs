use crate::exchange::Outcome;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::Hardship;
use crate::policy::analysis::error_answer::is_plain_object;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::Field;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.chunks-override-length",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "If a response in chunks also has a Content-Length, a client reads the chunks or refuses the response. It \
              does not go by the length.",
    why: "A proxy that adds chunks may forget to remove the length, and an attacker may send both on purpose. A \
          client that goes by a length of 0 shows an empty success, and takes the chunks for the beginning \
          of the next response.",
    basis: &[Basis {
        source: Source::Http11,
        section: "6.3. Message Body Length",
        fact: "The chunks count, and not the length. A client may also treat such a response as an error, because it \
               may be an attack.",
        quote: Some("the Transfer-Encoding overrides the Content-Length"),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        headers: &[("Content-Type", "application/json"), ("Content-Length", "0")],
        chunks: Some(&[]),
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(r#"{"outcome":"response","http_status":200,"output":{}}"#),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let complete = analysis.response().is_some_and(|response| response.complete);
    if !complete
        || analysis.hardship() != Some(Hardship::FramedTwice)
        || analysis.outcome().is_refusal()
    {
        return Judgement::NotExercised;
    }
    if let Outcome::ClientError { .. } = analysis.outcome() {
        return Judgement::Pass;
    }
    if let Some(success) = analysis.success().filter(|_| analysis.output().is_some()) {
        let message = "the chunks have a member that the output does not show as it was sent";
        return success.judge_departures(POLICY.id, message);
    }
    // Of an error, the message is what its body alone has.
    let (Some((error, _)), Outcome::ServiceError { message, .. }) =
        (analysis.readable_error(), analysis.outcome())
    else {
        return Judgement::NotExercised;
    };
    match (&error.body_message, &error.body_capital_message) {
        (Field::Text(sent), Field::Absent) if is_plain_object(error) => {
            // `error.message-kept` judges an empty message that is shown as none.
            if message.as_deref().unwrap_or_default() == &**sent {
                return Judgement::Pass;
            }
            let shown = message.as_deref().unwrap_or("no message");
            Finding::new(outcome_path().member("message"), "the chunks have another message")
                .expected(&**sent)
                .actual(shown)
                .into()
        }
        _ => Judgement::NotExercised,
    }
}
