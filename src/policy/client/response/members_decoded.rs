use crate::json::Json;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.members-decoded",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::MemberInOutput],
    summary: "A client shows every member of a response that the contract names, with its value.",
    why: "The caller makes the call to get these values. If the client loses a member, its user \
          believes that the service did not send it.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A structure is a JSON object that has each member's value under the member's \
                   name.",
            quote: Some(
                "Each member value provided for the structure is serialized as a JSON property",
            ),
        },
        Basis {
            source: Source::OperationReference,
            section: "Response Syntax",
            fact: "The page lists the members of the response. Each is a string, except the \
                   structures around them.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    let is_empty = |output: &Json| output.members().is_empty();
    if analysis.expected_output().is_none_or(is_empty) {
        return Judgement::NotExercised; // the response has nothing to decode
    }
    if analysis.output().is_none() {
        // A refusal breaks this policy if nothing in the response is unusual.
        let why = "all its members match the contract";
        let refused = success.response(POLICY.id, why, |_| false);
        return refused.err().unwrap_or(Judgement::NotExercised);
    }
    let message = "the output does not show a member as it was sent";
    success.judge_departures(POLICY.id, message)
}
