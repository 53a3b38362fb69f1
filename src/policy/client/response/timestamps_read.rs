use crate::policy::analysis::answered::{Answered, judge_class};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::form::FormOddity;
use crate::policy::analysis::value_class::ValueClass;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.timestamps-read",
    group: Group::Response,
    level: Level::Must,
    subject: Subject::Outcome,
    needs: &[Need::TimestampInOutput],
    summary: "A client reads a timestamp in every spelling that its format allows: \
              with a fraction of any length, with an exponent, with an offset.",
    why: "Services write timestamps with the libraries that they have. A client \
          that expects three digits, or no exponent, fails or shows another moment \
          on the day that a service changes its own.",
    basis: &[
        Basis {
            source: Source::Smithy,
            section: "timestampFormat trait",
            fact: "Seconds and dates may have a fraction of any length, and an \
                   offset is read and normalized.",
            quote: Some(
                "offsets will still be parsed gracefully, but the datetime \
                         will be normalized to an offset of zero",
            ),
        },
        Basis {
            source: Source::Json,
            section: "6. Numbers",
            fact: "A number may have an exponent.",
            quote: None,
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"At":1.7566848e9}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"At":1756684800}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"At":1}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let message = "the output shows another moment than the response";
    let refused = "a timestamp may have any spelling of its format";
    let oddity = Some(FormOddity::Timestamp);
    let in_body =
        judge_class(analysis, POLICY.id, ValueClass::Timestamp, oddity, (refused, message));
    let (mut judged, mut findings) = (false, Vec::new());
    if let Some(answered) = Answered::of(analysis) {
        judged = answered.timestamps(message, &mut findings);
    }
    in_body.and(judged.then_some(findings))
}
