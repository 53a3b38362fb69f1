use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::told_error::ToldError;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.members-read",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::MemberInError],
    summary: "A client shows the members that an error of the operation has in its body, with their \
              exact values.",
    why: "The members say what a program can act on: which resource is missing, which field is wrong, \
          when to try again. Without them a caller has to search the message.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Operation error serialization",
            fact: "A client reads the members of an error like those of any response.",
            quote: Some("serialized identically to standard responses"),
        },
        Basis {
            source: Source::Wireproof,
            section: "Errors",
            fact: "A client that never reports the members of an error is not judged on them.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        status: 404,
        headers: &[("Content-Type", "application/json"), ("X-Amzn-Errortype", "ParcelNotFound")],
        body: r#"{"message":"gone","remark":"moved"}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"gone","http_status":404,"error":{"message":"gone","Remark":"moved"}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"gone","http_status":404,"error":{"message":"gone"}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(error) = ToldError::of(analysis) else { return Judgement::NotExercised };
    error.judge_body("the client does not show the value of a member of the error")
}
