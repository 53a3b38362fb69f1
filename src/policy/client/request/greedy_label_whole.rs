use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::analysis::target::judge_labels;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.greedy-label-whole",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::GreedyLabelInUri],
    summary: "A client keeps the slashes of a greedy label, and percent-encodes \
              every other character that is not unreserved.",
    why: "A greedy label spans segments, such as the folders of an object. If its \
          slashes are encoded, the service looks for one segment with such a name. \
          If anything else is not encoded, the path is another one.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpLabel serialization rules",
        fact: "The slashes of a greedy label are not percent-encoded.",
        quote: Some(
            "if the label is greedy, then \"/\" MUST NOT be \
                     percent-encoded because greedy labels are meant to span \
                     multiple path segments",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example { input: r#"{"Key":"2026/a b.png"}"#, body: "", ..Example::of("DrawParcel") },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Head {
        method: "PUT",
        target: "/pictures/2026%2Fa%20b.png",
        content_type: "image/png",
    }),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    judge_labels(&sent, &analysis.contract().operation().http().uri, true)
}
