use crate::exchange::{Outcome, Stage};
use crate::http::Response;
use crate::policy::analysis::answer::outcome_path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::delivery::{Hardship, SLOW};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Shows, Source, Subject,
};
use crate::protocol::NoteKind;

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "wire.bodyless-status-survived",
    group: Group::Wire,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client does not wait for a body after the status 204 or 304, and reads a 204, 205 or 304 without a \
              body by its status.",
    why: "A gateway may answer with one of these statuses and leave the connection open. A client that waits for a \
          body then hangs until its time-out, and reports a failure of the network for a call that was done.",
    basis: &[
        Basis {
            source: Source::Http11,
            section: "6.3. Message Body Length",
            fact: "A response with the status 204 or 304 ends with its head, whatever fields it has. Any other \
                   response without a framing ends with the connection, so a 205 that leaves it open has \
                   a Content-Length of 0 or an empty chunked body.",
            quote: Some(
                "is always terminated by the first empty line after the header fields, regardless of the header fields present in the message",
            ),
        },
        Basis {
            source: Source::HttpSemantics,
            section: "15.3.6. 205 Reset Content",
            fact: "A server sends no content with a 205.",
            quote: Some("a server MUST NOT generate content in a 205 response"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A status from 200 to 299 is a success, and 304 is an error. An empty body of a success reads as \
                   `{}`; a client may fail for a required member that is missing.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { status: 204, headers: &[], body: "", ..Example::PLAIN },
    keeps: Example::with_outcome(r#"{"outcome":"response","http_status":204,"output":{}}"#),
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"read","class":"ReadTimeoutError","message":"Read timeout on endpoint URL"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let readable = |response: &&Response| response.complete;
    let Some(response) = analysis.response().filter(readable) else {
        return Judgement::NotExercised;
    };
    if analysis.hardship() != Some(Hardship::NoBody) || analysis.outcome().is_refusal() {
        return Judgement::NotExercised;
    }
    let status = response.status;
    match analysis.outcome() {
        // `wire.slow-answer-survived` says how long a client waits for a response.
        Outcome::ClientError { .. } if response.time >= SLOW => Judgement::NotExercised,
        shown @ Outcome::ClientError { stage: Stage::Connect | Stage::Read, .. } => {
            let message = "the response has no body and is whole, but the client failed to read it";
            let expected = if response.is_success() { "response" } else { "service_error" };
            let finding =
                Finding::new(outcome_path(), message).expected(expected).actual(shown.to_string());
            // A client that fails on interim responses fails here, too: `wire.interim-answers-skipped` judges that.
            match &response.interim[..] {
                [] => finding.into(),
                interim if interim.iter().all(|status| *status == 100) => {
                    finding.counts_if(Shows::AfterContinue).into()
                }
                _ => Judgement::NotExercised,
            }
        }
        shown @ Outcome::ClientError { .. } => match analysis.success() {
            // An output without required members is complete as `{}`.
            Some(success) if success.notes(|kind| kind == NoteKind::Missing).next().is_none() => {
                Finding::new(outcome_path(), format!("a {status} without a body reads as `{{}}`"))
                    .expected("response")
                    .actual(shown.to_string())
                    .into()
            }
            Some(_) => Judgement::Pass,
            // The policies on errors judge what a client makes of an error with an empty body.
            None => Judgement::NotExercised,
        },
        Outcome::Response { http_status: Some(shown), .. }
            if response.is_success() && *shown != status =>
        {
            Finding::new(outcome_path().member("http_status"), "the status is wrong")
                .expected(status.to_string())
                .actual(shown.to_string())
                .into()
        }
        // `response.missing-required-survived` judges a success that is shown as an error of the service,
        // `error.never-success` an error that is shown as a success.
        Outcome::Response { .. } if !response.is_success() => Judgement::NotExercised,
        Outcome::ServiceError { .. } if response.is_success() => Judgement::NotExercised,
        Outcome::Response { .. } | Outcome::ServiceError { .. } => Judgement::Pass,
        _ => Judgement::NotExercised,
    }
}
