use crate::policy::analysis::answer::{has_error_header, outcome_path};
use crate::policy::analysis::answered::Answered;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.raw-payload-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::RawPayloadInOutput],
    summary: "A client shows a body that is a blob or a string byte for byte, and \
              does not read it as JSON.",
    why: "The payload is often a file. A client that decodes base64 in it, or \
          refuses it because it is not JSON, never hands it over whole.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpPayload serialization rules",
        fact: "The body is the raw value.",
        quote: Some(
            "When a string or blob member is referenced, the raw value \
                     is serialized as the body of the message.",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Bucket":"b","Key":"k"}"#,
        body: r#"{"a"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Content":"eyJh"}}"#,
        ..Example::of("StoreParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"client_error","stage":"deserialize","class":"ParseError","message":"not JSON"}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let contract = analysis.contract();
    let payload = contract.bindings().output.payload(contract.model());
    let (Some(member), Some(response), Some(due)) =
        (payload, analysis.plain_success(), analysis.expected_output())
    else {
        return Judgement::NotExercised;
    };
    // A string that is not UTF-8 has no value that a client could show.
    let unreadable = due.get(&member.name).is_none() && !response.body.is_empty();
    if unreadable {
        return Judgement::NotExercised;
    }
    if let Some(answered) = Answered::of(analysis) {
        let mut findings = Vec::new();
        let message = "the output does not show the body as it was sent";
        answered.compare(member, message, &mut findings);
        return findings.into();
    }
    // The delivery, or the header field of errors, may be a reason to give up.
    let excused = analysis.given_up_for().is_some() || has_error_header(Some(response));
    if excused || !response.complete || analysis.outcome().is_refusal() {
        return Judgement::NotExercised;
    }
    Finding::new(outcome_path(), "the response is a success: its body may be any bytes")
        .expected("response")
        .actual(analysis.outcome().to_string())
        .into()
}
