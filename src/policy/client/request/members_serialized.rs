use crate::json::{Path, SyntaxError, SyntaxErrorKind};
use crate::policy::analysis::client::ClientAnalysis;
use crate::policy::analysis::input::breaks_a_bound;
use crate::policy::analysis::request::{at_byte, body_path};
use crate::policy::analysis::sent_difference::SentDifference;
use crate::policy::analysis::sent_values::finding;
use crate::policy::attribution::{Found, yields};
use crate::policy::{
    Basis, Example, Finding, Group, Judgement, Level, Policy, PolicyCheck, Sent, Source, Subject,
};
use crate::protocol::{Decoded, NoteKind};
use crate::value::{Difference, DifferenceKind};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.members-serialized",
    group: Group::Request,
    level: Level::Must,
    subject: Subject::Arrival,
    needs: &[],
    summary: "A client sends every member of a valid input in the body, under its name and with \
              its exact value.",
    why: "The service must act on what the caller set. A client that trims a text, escapes it \
          twice or leaves out an empty one disassociates another user, or no user.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "JSON shape serialization",
        fact: "A structure is an object with a property for each member that is provided; the \
               table gives the JSON type of each shape.",
        quote: Some(
            "Each member value provided for the structure is serialized as a JSON property",
        ),
    }],
    disputed: None,
    check: PolicyCheck::client(check),
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"Alice"}"#,
    )),
};

fn check(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // The sources leave open how a client sends a text that is not Unicode text.
    if analysis.has_lone_surrogate() || !analysis.input_faults().is_empty() {
        return Judgement::NotExercised;
    }
    if !analysis.has_sent() {
        return nothing_sent(analysis);
    }
    match analysis.request_body() {
        Some(Ok(body)) => compare(analysis, body),
        Some(Err(SyntaxError { kind: kind @ SyntaxErrorKind::LoneSurrogate, offset, .. })) => {
            let message = format!("the client sends a text that the input does not have: {kind}");
            at_byte(analysis, Finding::new(body_path(&Path::default()), message), *offset).into()
        }
        // A body that is not a JSON object breaks `request.body-is-json-object`.
        Some(Err(_)) | None => Judgement::NotExercised,
    }
}

/// Judges a client that sends nothing for a valid input. Without this, a client that refuses every input
/// would break no policy on requests.
fn nothing_sent(analysis: &ClientAnalysis<'_, '_>) -> Judgement {
    // A client may check bounds of lengths and numbers, or leave them to the service.
    if analysis.outcome().is_refusal() && breaks_a_bound(analysis) {
        return Judgement::NotExercised;
    }
    Finding::new(Path::root("request"), "the input is valid, but the client sends nothing")
        .expected("a request")
        .actual(analysis.outcome().to_string())
        .into()
}

/// Compares the body with the input. Classes of values that not every operation has are judged by policies of their own.
fn compare(analysis: &ClientAnalysis<'_, '_>, body: &Decoded<'_, '_>) -> Judgement {
    let (Some(differences), Some(left_out)) = (analysis.sent_differences(), analysis.left_out())
    else {
        return Judgement::NotExercised;
    };
    if differences.is_empty() {
        return Judgement::Pass;
    }
    let told_twice = analysis.told_twice_in_request();
    let several = body.anatomy().of(|kind| kind == NoteKind::UnionSeveral);
    let several: Vec<Path> = several.map(|note| body.path(note)).collect();
    let what_is_it = |difference: &Difference| {
        let path = &difference.path;
        if difference.kind == DifferenceKind::Extra && left_out.absent.contains_key(path) {
            Some(Found::MemberNotInInput)
        } else if told_twice.covers(path) {
            Some(Found::MemberRepeated)
        } else if several.iter().any(|union| path.is_within(union)) {
            Some(Found::SeveralInUnion)
        } else {
            None
        }
    };
    let (mut findings, mut is_for_another) = (Vec::new(), false);
    for SentDifference { difference, odd, class } in differences {
        match what_is_it(difference).filter(|found| yields(POLICY.id, *found)) {
            // The client may still have sent everything that the input has.
            Some(Found::MemberNotInInput) => {}
            Some(_) => is_for_another = true,
            None if class.is_some() => is_for_another = true,
            None => findings.push(finding(analysis, body, difference, *odd)),
        }
    }
    match findings.is_empty() && is_for_another {
        true => Judgement::NotExercised,
        false => findings.into(),
    }
}
