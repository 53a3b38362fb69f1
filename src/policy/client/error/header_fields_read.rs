use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::told_error::ToldError;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "error.header-fields-read",
    group: Group::Error,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::FieldInError],
    summary: "A client shows each member of an error that is bound to header fields, with its exact \
              value.",
    why: "The member is nowhere else in the response. Retry-After is such a member of many errors: a \
          client that reads only the body does not know when to try again.",
    basis: &[
        Basis {
            source: Source::SmithyHttp,
            section: "httpHeader trait",
            fact: "The trait binds the members of errors as it binds those of outputs.",
            quote: None,
        },
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
        headers: &[
            ("Content-Type", "application/json"),
            ("X-Amzn-Errortype", "ParcelNotFound"),
            ("X-Attempts", "3"),
        ],
        body: r#"{"message":"gone"}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"gone","http_status":404,"error":{"message":"gone","Attempts":3}}"#,
    ),
    breaks: Example::with_outcome(
        r#"{"outcome":"service_error","code":"ParcelNotFound","modeled":true,"message":"gone","http_status":404,"error":{"message":"gone"}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(error) = ToldError::of(analysis) else { return Judgement::NotExercised };
    error.judge_fields("the client does not show the value of a header field of the error")
}
