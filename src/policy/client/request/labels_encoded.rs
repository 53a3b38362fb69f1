use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::analysis::target::judge_labels;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.labels-encoded",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::LabelInUri],
    summary: "A client puts the value of each label into the path, with every \
              character percent-encoded that is not unreserved.",
    why: "A slash, a question mark or a percent sign in a name would end the \
          segment, begin the query or stand for another character. The service then \
          acts on another resource, or knows none.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpLabel serialization rules",
        fact: "Every character of a label that is not unreserved is percent-encoded.",
        quote: Some(
            "Characters not defined as unreserved by RFC 3986 section \
                     2.3 MUST be percent-encoded",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Bucket":"a/b: c","Key":"k"}"#,
        body: "",
        ..Example::of("StoreParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "PUT",
        target: "/store/a/b:%20c/k",
        content_type: "application/octet-stream",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    judge_labels(&sent, &analysis.contract().operation().http().uri, false)
}
