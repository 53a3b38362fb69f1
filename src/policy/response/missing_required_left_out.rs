use crate::codec::NoteKind;
use crate::exchange::{Evidence, Outcome};
use crate::json::Json;
use crate::policy::demand::skim::is_empty;
use crate::policy::demand::success::{Cause, Success};
use crate::policy::{Basis, Example, Finding, Judgement, Level, Policy, Source};
use crate::value::{Difference, SDK_UNKNOWN_MEMBER};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.missing-required-left-out",
    level: Level::May,
    summary: "A required member that the answer does not have is left out, and not filled in.",
    why: "A client with types that have no place for nothing fills in the empty value: its user sees a \
          user name of no characters, and cannot tell whether the service said that. Both are allowed; \
          who moves from one client to the other finds the difference here.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "For a required member that an answer lacks, a client may fill in the empty value of its type.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Only observed",
            fact: "Leaving it out is allowed as well; which of the two a client does is observed.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    keeps: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}}"#,
        ..Example::PLAIN
    },
    breaks: Example {
        body: r#"{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED"}}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":""}}}"#,
        ..Example::PLAIN
    },
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    let missing = evidence.all_noted(|kind| kind == NoteKind::Missing);
    if missing.is_empty() || matches!(evidence.outcome(), Outcome::ServiceError { .. }) {
        return Judgement::NotExercised;
    }
    // What must not stand there is for the laws on that. A union is filled in with a member that has no name.
    let wrong = |difference: &Difference| {
        let nameless = difference.actual.as_ref().and_then(|union| union.get(SDK_UNKNOWN_MEMBER));
        let mut wrong = success.departures(|cause| cause != Cause::Open);
        !nameless.is_some_and(is_empty)
            && wrong.any(|departure| departure.difference.path == difference.path)
    };
    let findings = missing.into_iter().filter_map(|(note, path)| {
        let shown = evidence.differences().iter().find(|difference| {
            difference.path.is_within(&path)
                && difference.actual.as_ref().is_some_and(|value| !Json::is_null(value))
                && !wrong(difference)
        })?;
        let finding = Finding::of_output(shown, "the answer does not have this required member");
        // An empty body reads as an object without members: it has no byte to be marked.
        let offset = note.offset as usize;
        let marked = evidence.response().is_some_and(|response| offset < response.body.len());
        Some(if marked { finding.at_response_byte(offset) } else { finding })
    });
    findings.take(10).collect::<Vec<_>>().into()
}
