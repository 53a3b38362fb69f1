use crate::exchange::Outcome;
use crate::policy::analysis::answer::{has_error_header, outcome_path};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::json_scan::payload_path;
use crate::policy::analysis::success::MOST_FINDINGS;
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Need, Policy, PolicyCheck, Source, Subject,
};
use crate::protocol::{Decoded, Note, NoteKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "response.dense-null-dropped",
    group: Group::Response,
    level: Level::Should,
    subject: Subject::Outcome,
    needs: &[Need::DenseInOutput],
    summary: "A client drops a null in a list or map that is not sparse, or refuses \
              the response. It shows no text for it, and no other element in its \
              place.",
    why: "Services send such nulls all the same. The text `null`, an empty value or \
          the element before it is an element that nobody sent.",
    basis: &[Basis {
        source: Source::Wireproof,
        section: "Answers",
        fact: "A null in a dense list or map is dropped or refused. Smithy's \
               protocol tests ask clients to drop it: a *should*.",
        quote: None,
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example {
        input: r#"{"Depot":"north","Day":1756684800,"Copies":1,"Open":true,"Tags":["a"],"Token":"t"}"#,
        body: r#"{"Texts":["a",null,"b"]}"#,
        outcome: r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Texts":["a","b"]}}"#,
        ..Example::of("SendParcel")
    },
    keeps: Example::UNCHANGED,
    breaks: Example::with_outcome(
        r#"{"outcome":"response","http_status":200,"output":{"Code":200,"Texts":["a","a","b"]}}"#,
    ),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    let (Some(response), Some(decoded)) = (analysis.plain_success(), analysis.accepted_body())
    else {
        return Judgement::NotExercised;
    };
    // Only the nulls may be unusual, and a null that is a member has a policy of its own.
    let notes = decoded.anatomy().notes();
    let mut nulls = notes.iter().filter(|note| note.kind == NoteKind::Null);
    let plain = notes.iter().all(|note| note.kind.is_ordinary() || note.kind == NoteKind::Null);
    let in_collection = |note: &Note| decoded.member(note).is_none() && !in_union(decoded, note);
    let Some(first) = nulls.next().filter(|note| plain && in_collection(note)) else {
        return Judgement::NotExercised;
    };
    if !nulls.all(in_collection) || has_error_header(Some(response)) {
        return Judgement::NotExercised;
    }
    match analysis.outcome() {
        Outcome::ClientError { .. } if analysis.given_up_for().is_some() => Judgement::NotExercised,
        Outcome::ClientError { .. } => Judgement::Pass,
        Outcome::Response { .. } => {
            let around = payload_path(analysis.contract());
            let list = decoded.path(first);
            let list = list.parent().cloned().unwrap_or_default();
            let list = if around.as_str().is_empty() { list } else { list.under(around.as_str()) };
            let wrong = analysis.differences().iter().filter(|found| found.path.is_within(&list));
            let findings = wrong.take(MOST_FINDINGS).map(|difference| {
                let message = "the list or map has a null, and the output does not leave it out";
                Finding::of_output(difference, message).at_response_byte(first.offset as usize)
            });
            findings.collect::<Vec<_>>().into()
        }
        shown => {
            Finding::new(outcome_path(), "the response is a success with a null in a list or map")
                .expected("response or client_error")
                .actual(shown.to_string())
                .at_response_byte(first.offset as usize)
                .into()
        }
    }
}

/// Reports whether a null is a member of a union that the contract does not name.
fn in_union(decoded: &Decoded<'_, '_>, note: &Note) -> bool {
    let mut tags = decoded.anatomy().of(|kind| matches!(kind, NoteKind::UnionTag { .. }));
    tags.any(|tag| tag.container() == note.container())
}
