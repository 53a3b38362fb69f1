use crate::exchange::Evidence;
use crate::policy::analysis::success::{Cause, Success};
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.never-invents",
    group: Group::Response,
    level: Level::Must,
    summary: "The output says nothing that the answer does not say.",
    why: "A value that comes from nowhere, from the request, from the answer before, from a \
          default of the client's own, is the worst that an answer can turn into: it looks \
          like all the others.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A member's value is the one that stands under its name.",
            quote: None,
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Client error correction",
            fact: "What a client fills in, and that is for required members alone, is empty.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"Domain":"corp.example.com","IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}}}"#,
    ),
};

/// Judges what is shown in places of which the answer says nothing. A string that is shown in place of
/// another is for the policies on strings, what is shown in place of null or of a missing member for those on
/// nulls and missing members.
fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    if evidence.output().is_none() {
        return Judgement::NotExercised;
    }
    success.judge_departures(
        "the output says what the answer does not say anywhere",
        |cause| cause == Cause::Invented,
        |_| None,
    )
}
