use crate::policy::analysis::body::json_content_type;
use crate::policy::analysis::server::ServerAnalysis;
use crate::policy::{
    Basis, Example, Group, Judgement, Level, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{BodyKind, Reading};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "server.content-type",
    group: Group::Server,
    level: Level::Must,
    subject: Subject::Answer,
    needs: &[],
    summary: "A server declares a response with a JSON body as application/json, exactly once.",
    why: "A client that relies on the type takes any other body for a page of a proxy, and shows \
          that to its user instead of what the service said.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Content-Type",
        fact: "Responses that are not bound to a payload member are application/json; errors are \
               written like standard responses.",
        quote: Some("uses a default Content-Type of application/json"),
    }],
    disputed: None,
    check: PolicyCheck::server(check),
    example: Example {
        headers: &[("Content-Type", "application/json; charset=utf-8")],
        ..Example::PLAIN
    },
    keeps: Example::UNCHANGED,
    breaks: Example::instead(&Example {
        headers: &[("Content-Type", "text/html")],
        ..Example::PLAIN
    }),
};

fn check(analysis: &ServerAnalysis<'_, '_>) -> Judgement {
    // An exchange without any header field was recorded without them, so nothing is known of them.
    let answer = analysis.response().filter(|answer| !answer.headers.is_empty());
    let Some(answer) = answer.filter(|answer| !answer.body.is_empty()) else {
        return Judgement::NotExercised;
    };
    let is_object = match analysis.reading() {
        Some(Reading::Success(success)) => {
            success.body.decoded().is_some_and(|decoded| decoded.value().is_some())
        }
        Some(Reading::Error(error)) => error.body == BodyKind::Object,
        Some(Reading::NotJson(_)) | None => false,
    };
    if is_object { json_content_type(&answer.headers, "response") } else { Judgement::NotExercised }
}
