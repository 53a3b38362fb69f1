use crate::exchange::Evidence;
use crate::policy::analysis::json_scan::place_of;
use crate::policy::analysis::success::{Cause, Success};
use crate::policy::{Basis, Example, Group, Judgement, Level, Policy, Source};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.members-decoded",
    group: Group::Response,
    level: Level::Must,
    summary: "Every member of an answer that the contract names is in the output, with its value.",
    why: "This is what the call was made for. A member that is lost on the way looks to the \
          user as if the service had not sent it.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A structure is a JSON object in which each member's value stands under the member's name.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Syntax",
            fact: "The members of the answer, each a string but for the structures around them.",
            quote: None,
        },
    ],
    disputed: None,
    check,
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}}}"#,
    ),
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    let Some(success) = Success::of(evidence) else { return Judgement::NotExercised };
    if evidence.expected_output().is_none_or(|expected| expected.members().is_empty()) {
        return Judgement::NotExercised; // there is nothing to decode
    }
    if evidence.output().is_none() {
        // Of an answer with nothing odd in it: the policies on odd things judge the others.
        let refused = success.response("all its members are as the contract has them", |_| false);
        return refused.err().unwrap_or(Judgement::NotExercised);
    }
    success.judge_departures(
        "a member of the answer is not in the output as it was sent",
        |cause| cause == Cause::Member,
        |departure| place_of(&evidence.response()?.body, &departure.difference.path),
    )
}
