use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request_id::{Answered, shown};
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.request-id-shown",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client shows the request id of a success, if it shows request ids at all.",
    why: "Support asks for the request id of a call. A client that shows none for some calls, or that of \
          another call, sends support to the wrong place.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Request ids",
        fact: "A client that shows request ids shows that of x-amzn-RequestId, also in an error, \
               and never that of an earlier response.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        headers: &[("Content-Type", "application/json"), ("x-amzn-RequestId", "7a1d5c2e-03b9")],
        ..Example::PLAIN
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}},"request_id":"7a1d5c2e-03b9"}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"InstanceUserSummary":{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Status":"DISASSOCIATED","Username":"alice"}},"request_id":"00000000-0000"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    shown(analysis, Answered::Success)
}
