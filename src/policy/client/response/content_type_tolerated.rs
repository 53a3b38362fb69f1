use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.content-type-tolerated",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[],
    summary: "A client reads a success with a JSON body, whatever its Content-Type, and also \
              without one.",
    why: "Gateways and emulators change this field or remove it, and other protocols of AWS have \
          other names for JSON. The status says that the call succeeded. If a client checks the \
          field first, its user repeats a call that was already made.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "Content-Type",
            fact: "The body of a response is JSON; the field says so, and a client does not need \
                   it to read the body.",
            quote: None,
        },
        Basis {
            source: Source::HttpSemantics,
            section: "8.3. Content-Type",
            fact: "A recipient of a message without the field may look at the body itself.",
            quote: None,
        },
        Basis {
            source: Source::Wireproof,
            section: "Answers",
            fact: "A client reads the body of a success as JSON, whatever its Content-Type says.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        headers: &[("Content-Type", "application/x-amz-json-1.1")],
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"UnexpectedContentType","message":"application/json expected, not application/x-amz-json-1.1"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(success) = analysis.success() else { return Judgement::NotExercised };
    success.judge_form(
        POLICY.id,
        FormOddity::ContentType,
        "its body is JSON, whatever its Content-Type says",
        "the response has another Content-Type, and the output does not show a member as it was sent",
        |_| false,
    )
}
