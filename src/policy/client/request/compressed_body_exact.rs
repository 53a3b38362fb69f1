use crate::json::{Json, Path};
use crate::model::BodyBinding;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::compression::{Compression, raw_payload};
use crate::policy::analysis::request::body_path;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::protocol::{Role, decode};
use crate::value::{DifferenceKind, diff};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.compressed-body-exact",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::CompressibleRequest],
    summary: "If a client compresses the body of a request, Content-Encoding says so, and the unpacked \
              body carries the input.",
    why: "A service unpacks what Content-Encoding names. A compressed body without the field is no JSON \
          for it, and a plain body with it is no gzip. Large requests fail, and small ones never show it.",
    basis: &[
        Basis {
            source: Source::SmithyBehavior,
            section: "requestCompression, Request compression behavior",
            fact: "The field names the coding of a body that is compressed.",
            quote: Some(
                "If a client does compress the request, they MUST also set the Content-Encoding header",
            ),
        },
        Basis {
            source: Source::SmithyBehavior,
            section: "requestCompression, Request compression behavior",
            fact: "The coding of the client comes behind those that the input names.",
            quote: Some(
                "the compression encoding MUST be appended to the Content-Encoding header after any \
                 user-provided encoding(s)",
            ),
        },
        Basis {
            source: Source::SmithyBehavior,
            section: "requestCompression, Request compression behavior",
            fact: "Whether a body is compressed, and from which size on, is the choice of the client, so \
                   both are right.",
            quote: Some("compression is NOT required"),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Note":"fragile"}"#,
        sent: Sent::Compressed,
        ..Example::of("ReportParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Also(&[("Content-Encoding", "gzip")])),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    if !analysis.input_faults().is_empty() || analysis.has_lone_surrogate() {
        return Judgement::NotExercised;
    }
    let body = match analysis.compression() {
        None | Some(Compression::Open) => return Judgement::NotExercised,
        Some(Compression::None) => return Judgement::Pass,
        Some(Compression::Gzip(body)) => body,
        Some(Compression::Wrong(wrong)) => {
            let field = || Path::root("request").member("headers").member("content-encoding");
            let path = if wrong.in_field { field() } else { body_path(&Path::default()) };
            return Finding::new(path, wrong.message)
                .expected(wrong.expected.as_str())
                .actual(wrong.actual.as_str())
                .into();
        }
    };
    judge_unpacked(analysis, body)
}

/// Judges what a client compressed.
fn judge_unpacked(analysis: &ClientAnalysis<'_, '_>, body: &[u8]) -> Judgement {
    let finding = |what: &str| Finding::new(body_path(&Path::default()), what.to_owned());
    let contract = analysis.contract();
    if let Some(payload) = raw_payload(contract, analysis.input()) {
        let size = |bytes: &[u8]| format!("{} bytes", bytes.len());
        return match payload == body {
            true => Judgement::Pass,
            false => finding("the unpacked body is not the payload")
                .expected(size(&payload))
                .actual(size(body))
                .into(),
        };
    }
    let bindings = &contract.bindings().input;
    let Some(input) = analysis.body_input().filter(|_| bindings.body() != BodyBinding::Nothing)
    else {
        return Judgement::NotExercised;
    };
    let (model, shape) = (contract.model(), bindings.body_shape());
    let decoded = match decode(model, shape, Role::Server, body) {
        Ok(decoded) => decoded,
        Err(fault) => {
            let finding = finding("the unpacked body is not JSON").expected("a JSON text");
            return finding.actual(fault.to_string()).into();
        }
    };
    let sent = decoded.value().map_or(Json::Null, |value| value.to_json(model));
    // What the client adds, such as a token or a default, is judged in requests that are not compressed.
    let lost = |kind: &DifferenceKind| *kind != DifferenceKind::Extra;
    let lost = diff(model, shape, input, &sent).into_iter().find(|found| lost(&found.kind));
    match lost {
        None => Judgement::Pass,
        Some(found) => {
            let show = |value: Option<Json>| value.map_or("nothing".to_owned(), |v| v.to_string());
            Finding::new(body_path(&found.path), "the unpacked body does not carry the input")
                .expected(show(found.expected))
                .actual(show(found.actual))
                .into()
        }
    }
}
