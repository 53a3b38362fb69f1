use crate::json::Path;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::compression::raw_payload;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::analysis::sent::Sent as SentRequest;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.raw-payload-exact",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::RawPayloadInInput],
    summary: "A client sends a blob or string that is the payload as the body, byte \
              for byte, and no body if it is absent.",
    why: "The payload is often a file. A client that encodes it in base64, puts it \
          into quotes or changes its line ends stores another file.",
    basis: &[Basis {
        source: Source::SmithyHttp,
        section: "httpPayload serialization rules",
        fact: "The raw value is the body.",
        quote: Some(
            "When a string or blob member is referenced, the raw value \
                     is serialized as the body of the message.",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Bucket":"b","Key":"k","Content":"aGk="}"#,
        body: "",
        ..Example::of("StoreParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body("aGk=")),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(sent) = SentRequest::of(analysis) else { return Judgement::NotExercised };
    // The codec compresses a large body, and a client need not.
    let due = &raw_payload(analysis.contract(), sent.input).unwrap_or_default()[..];
    if sent.request.body == due {
        return Judgement::Pass;
    }
    // A client may choose a coding for its transport, which is undone before the service sees the body.
    if sent.request.headers.has("Content-Encoding") {
        return Judgement::NotExercised;
    }
    let shown = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let differs = sent.request.body.iter().zip(due).take_while(|(one, other)| one == other).count();
    let message = "the body is not the payload";
    let finding = Finding::new(body_path(&Path::default()), message);
    at_byte(analysis, finding.expected(shown(due)).actual(shown(&sent.request.body)), differs)
        .into()
}
