use crate::http::Header;
use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.payload-media-type",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::PayloadInInput],
    summary: "A client declares the media type of a payload: the one that the \
              caller or the model gives, else application/octet-stream for a blob, \
              text/plain for a string and application/json for everything else.",
    why: "A service that checks the type refuses any other with status 415. One \
          that stores the type hands the wrong one to whoever reads the payload \
          later.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "Content-Type",
        fact: "The type of a blob is application/octet-stream, that of a string \
               text/plain, that of a document, structure or union \
               application/json, and mediaType counts before these.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Key":"k","Picture":"aGk="}"#,
        body: "",
        ..Example::of("DrawParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Fields(&[("Content-Type", "application/json")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    let text = |field: &Header| String::from_utf8_lossy(&field.value).trim().to_owned();
    // Without a body there is no type to declare.
    let due = sent.due.headers.only("Content-Type").map(text);
    let Some(due) = due.filter(|due| !sent.request.body.is_empty() && !due.is_empty()) else {
        return Judgement::NotExercised;
    };
    let found: Vec<_> = sent.request.headers.all("Content-Type").map(text).collect();
    let bare = |told: &str| told.split(';').next().unwrap_or(told).trim().to_ascii_lowercase();
    if matches!(&found[..], [only] if bare(only) == bare(&due)) {
        return Judgement::Pass;
    }
    let path = Path::root("request").member("headers").member("content-type");
    let found = if found.is_empty() { "no such field".to_owned() } else { found.join(" | ") };
    Finding::new(path, "the media type is not that of the payload")
        .expected(due)
        .actual(found)
        .into()
}
