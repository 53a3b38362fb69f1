use std::collections::HashMap;

use crate::protocol::{Decoded, Note, NoteKind};
use crate::exchange::Evidence;
use crate::json::{Json, Path, SyntaxError, SyntaxErrorKind};
use crate::policy::analysis::body::ToldTwice;
use crate::policy::analysis::input::breaks_a_length;
use crate::policy::analysis::request::{
    LeftOut, at_byte, body_path, has_lone_surrogate, sent_for_valid_input,
};
use crate::policy::{Basis, Example, Finding, Group, Judgement, Level, Policy, Sent, Source};
use crate::value::{Difference, DifferenceKind, diff};

pub(in crate::policy) const POLICY: Policy = Policy {
    id: "request.members-serialized",
    group: Group::Request,
    level: Level::Must,
    summary: "Every member of a valid input is in the body, under its name and with its exact value.",
    why: "What the caller set is what the service must act on. A client that trims a text, or escapes \
          it twice, or leaves out an empty one, disassociates another user, or none.",
    basis: &[Basis {
        source: Source::RestJson1,
        section: "JSON shape serialization",
        fact: "A structure is an object with a property for each member that is provided; the table \
               gives the JSON type of each shape.",
        quote: Some(
            "Each member value provided for the structure is serialized as a JSON property",
        ),
    }],
    disputed: None,
    check,
    example: Example::PLAIN,
    keeps: Example::UNCHANGED,
    breaks: Example::with_sent(Sent::Body(
        r#"{"IdentityProvider":{"ActiveDirectoryIdentityProvider":{"DirectoryId":"d-9067f0a1b2"}},"InstanceId":"i-0abcd1234efgh5678","Username":"Alice"}"#,
    )),
};

fn check(evidence: &Evidence<'_>) -> Judgement {
    if has_lone_surrogate(evidence.input()) {
        return Judgement::NotExercised; // what becomes of it is left open
    }
    if evidence.input_faults().is_empty() && !evidence.has_sent() {
        if evidence.outcome().is_refusal() && breaks_a_length(evidence) {
            return Judgement::NotExercised; // clients may hold to bounds, or leave them to the service
        }
        // A client that refuses what is valid would otherwise escape every policy on what it sends.
        let finding =
            Finding::new(Path::root("request"), "the input is valid, and nothing was sent");
        return finding.expected("a request").actual(evidence.outcome().to_string()).into();
    }
    let Some(sent) = sent_for_valid_input(evidence) else { return Judgement::NotExercised };
    match sent {
        Ok(decoded) => compare(evidence, decoded),
        Err(SyntaxError { kind: kind @ SyntaxErrorKind::LoneSurrogate, offset, .. }) => {
            let message = format!("a text is sent that the input does not have: {kind}");
            at_byte(evidence, Finding::new(body_path(&Path::default()), message), *offset).into()
        }
        // That the body is no JSON object is for another policy.
        Err(_) => Judgement::NotExercised,
    }
}

/// Compares what was sent with the input. What a body says twice is for another policy, and so is a union in
/// which more is set than one member.
fn compare(evidence: &Evidence<'_>, decoded: &Decoded<'_, '_>) -> Judgement {
    let model = evidence.contract().model();
    let Some(value) = decoded.value() else { return Judgement::NotExercised };
    let shape = evidence.contract().operation().input();
    let differences = diff(model, shape, evidence.input(), &value.to_json(model));
    if differences.is_empty() {
        return Judgement::Pass;
    }
    let told_twice = ToldTwice::of(decoded);
    let left_out = LeftOut::of(evidence, value);
    let odd = |kind| matches!(kind, NoteKind::Null | NoteKind::Mistyped { .. });
    let odd: HashMap<Path, &Note> =
        decoded.anatomy().of(odd).map(|note| (decoded.path(note), note)).collect();
    let several: Vec<Path> = decoded
        .anatomy()
        .of(|kind| kind == NoteKind::UnionSeveral)
        .map(|note| decoded.path(note))
        .collect();
    let (mut findings, mut open) = (Vec::new(), false);
    for difference in &differences {
        // More members than the input has are for the policies on those.
        if difference.kind == DifferenceKind::Extra
            && left_out.absent.contains_key(&difference.path)
        {
            continue;
        }
        let in_several = || several.iter().any(|union| difference.path.is_within(union));
        if told_twice.covers(&difference.path) || in_several() {
            open = true;
            continue;
        }
        findings.push(finding(evidence, decoded, difference, odd.get(&difference.path).copied()));
    }
    match findings.is_empty() && open {
        true => Judgement::NotExercised,
        false => findings.into(),
    }
}

fn finding(
    evidence: &Evidence<'_>,
    decoded: &Decoded<'_, '_>,
    difference: &Difference,
    odd: Option<&Note>,
) -> Finding {
    let message = match (difference.kind, odd) {
        (DifferenceKind::Missing, None) => "what the input has here is not sent".to_owned(),
        (_, Some(note)) => {
            format!("what the input has here is not sent, but: {}", decoded.describe(note))
        }
        (DifferenceKind::Extra, None) => "more is sent than the input has".to_owned(),
        (DifferenceKind::UnionMember, None) => {
            "the union does not have the member that the input has".to_owned()
        }
        (DifferenceKind::Text | DifferenceKind::Value, None) => {
            "another value is sent than the input has".to_owned()
        }
    };
    let show = |value: &Option<Json>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
    };
    let finding = Finding::new(body_path(&difference.path), message)
        .expected(show(&difference.expected))
        .actual(show(&difference.actual));
    match odd {
        Some(note) => at_byte(evidence, finding, note.offset as usize),
        None => finding,
    }
}
