use crate::json::{JsonKind, Path};
use crate::model::ShapeKind;
use crate::policy::analysis::body::miscounted_unions;
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Sent, Source,
    Subject,
};
use crate::protocol::{Note, NoteKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.union-exactly-one",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[Need::UnionInInput],
    summary: "A client sends a union as an object with exactly one member set.",
    why: "A union with no member or several has no meaning. The service refuses the request, or \
          picks a member by an order that is not documented.",
    basis: &[
        Basis {
            source: Source::RestJson1,
            section: "JSON shape serialization",
            fact: "A union is an object in which exactly one member is not null.",
            quote: Some("only a single member can be set to a non-null value"),
        },
        Basis {
            source: Source::Smithy,
            section: "Aggregate types, Union member presence",
            fact: "A union without a member is invalid, and so is one with several.",
            quote: Some("Exactly one member of a union MUST be set."),
        },
    ],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{},"InstanceId":"i-0abcd1234efgh5678","Username":"alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let Some(Ok(decoded)) = analysis.request_body() else { return Judgement::NotExercised };
    let model = analysis.contract().model();
    // `request.members-serialized` and `request.absent-members-omitted` judge null in place of a union.
    let no_object = decoded.anatomy().of(|kind| match kind {
        NoteKind::Mistyped { shape, found } => {
            found != JsonKind::Null && matches!(model.kind(shape), ShapeKind::Union(_))
        }
        _ => false,
    });
    let no_object: Vec<_> = no_object.map(|note| (note, decoded.path(note))).collect();
    let miscounted = miscounted_unions(decoded, analysis.told_twice_in_request());
    if miscounted.is_none() && no_object.is_empty() {
        return Judgement::NotExercised;
    }
    let finding = |(note, path): (&Note, Path)| {
        let finding = Finding::new(body_path(&path), decoded.describe(note));
        at_byte(analysis, finding.expected("an object with one member"), note.offset as usize)
    };
    let wrong = miscounted.unwrap_or_default().into_iter().chain(no_object);
    wrong.map(finding).collect::<Vec<_>>().into()
}
