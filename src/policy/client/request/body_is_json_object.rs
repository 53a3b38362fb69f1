use crate::json::{Json, Path, SyntaxErrorKind};
use crate::model::{BodyBinding, Member, ShapeKind};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.body-is-json-object",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client sends one JSON object as the body of the request, in UTF-8 and without a \
              byte order mark.",
    why: "A service reads the body before anything else. If the body is empty, a form, compressed \
          or a list, the service responds with a SerializationException, whatever the members \
          were.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A structure is an object, and the input of an operation is a structure.",
            quote: None,
        },
        Basis {
            source: Source::RestJson1,
            section: "Protocol compliance tests, RestJsonHttpWithEmptyBody",
            fact: "A client sends `{}` if no member of the body is set.",
            quote: Some("Serializes an empty structure in the body"),
        },
        Basis {
            source: Source::Json,
            section: "8.1",
            fact: "JSON that systems exchange is UTF-8.",
            quote: Some(
                "Implementations MUST NOT add a byte order mark (U+FEFF) to the beginning of a \
                 networked-transmitted JSON text.",
            ),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body("InstanceId=i-0abcd1234efgh5678&Username=alice")),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // If the input is not an object, a client that sends it sends no object either.
    let Some(request) =
        analysis.framed_request().filter(|_| matches!(analysis.input(), Json::Object(_)))
    else {
        return Judgement::NotExercised;
    };
    let finding = |message: String| {
        Finding::new(body_path(&Path::default()), message).expected("a JSON object")
    };
    // If nothing is bound to the body, the client should send none, and a service tolerates `{}` (Smithy's
    // protocol test `RestJsonEmptyInputAndEmptyOutput`).
    let contract = analysis.contract();
    let bindings = &contract.bindings().input;
    let nothing = bindings.body() == BodyBinding::Nothing;
    // A payload is an object only if its shape is one, and `request.raw-payload-exact` judges a raw one.
    let is_object = |member: &Member| {
        matches!(
            contract.model().kind(member.target),
            ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. }
        )
    };
    if let Some(member) = bindings.payload(contract.model()) {
        let absent = analysis.input().get(&member.name).is_none();
        if !is_object(member) || absent && request.body.is_empty() {
            return Judgement::NotExercised;
        }
    }
    if nothing && request.body.is_empty() {
        return Judgement::NotExercised;
    }
    if request.body.is_empty() {
        return finding("the request has no body".to_owned()).actual("nothing").into();
    }
    let Some(sent) = analysis.request_body() else { return Judgement::NotExercised };
    match sent {
        Ok(decoded) => match decoded.refusal() {
            Some(note) if decoded.value().is_none() => {
                let finding = finding("the body is not a JSON object".to_owned());
                at_byte(analysis, finding.actual(decoded.describe(note)), note.offset as usize)
                    .into()
            }
            _ => Judgement::Pass,
        },
        Err(fault) => match fault.kind {
            // The body is JSON by its grammar, but has a text that is not Unicode text:
            // `request.members-serialized` judges it.
            SyntaxErrorKind::LoneSurrogate => Judgement::NotExercised,
            // The sources leave open how a client writes a text that is not Unicode text.
            SyntaxErrorKind::InvalidUtf8 if analysis.has_lone_surrogate() => {
                Judgement::NotExercised
            }
            // Our own reader refuses such a body, but a service may read it.
            SyntaxErrorKind::TooDeep | SyntaxErrorKind::TooLarge => Judgement::NotExercised,
            kind => {
                let finding = finding(format!("the body is not JSON: {kind}"));
                at_byte(analysis, finding, fault.offset).into()
            }
        },
    }
}
