//! The target `response`: any status, header fields and body.

use std::fmt::Write as _;

use crate::exchange::oracle_outcome;
use crate::json::{Json, JsonKind, Path, SyntaxError, SyntaxErrorKind};
use crate::model::{Model, ShapeRef};
use crate::protocol::{Decoded, Decoder, InputFaultKind, NoteKind, Role, decode, encode, validate};
use crate::value::diff;

use super::contracts::{MADE_UP, contracts};
use super::judged::{acquitted, answered};
use super::places::places;
use super::target::{Checked, FuzzTarget};
use super::{answer, mutate, seeds};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "response",
    property: "A fresh decoder and a used one read any response in the same way; each note has the right offset and \
               path; an accepted value survives writing and reading; and no policy accuses a client that follows \
               the codec.",
    check,
    show,
    seeds: seeds::responses,
    mutate: Some(mutate::answer),
};

fn show(data: &[u8]) -> String {
    let contract = &contracts()[data.len() % contracts().len()];
    let name = contract.edition_name().unwrap_or("made up");
    format!("  contract  {name}\n{}", answer::show(data))
}

fn check(data: &[u8]) -> Checked {
    let response = answer::read(data).response();
    // Each input uses one contract only. So the fuzzer tries several times as many responses in the same time.
    let at = data.len() % contracts().len();
    let contract = &contracts()[at];
    let (model, bindings) = (contract.model(), contract.bindings());
    // In the editions, no member has another name in JSON, so the paths are those of the text.
    let located = at != MADE_UP;
    let (output, input) = (bindings.output.body_shape(model), bindings.input.body_shape(model));
    reads(model, output, Role::Client, &response.body, located)?;
    reads(model, input, Role::Server, &response.body, located)?;
    let outcome = oracle_outcome(contract, &response);
    // The request and the input are the same every time, so the policies on them are left out.
    acquitted(contract, answered(at, &response, outcome), |group| {
        !matches!(group, "request" | "input")
    })
}

/// A body that fills every part of a decoder's memory.
const BEFORE: &[u8] =
    br#"{"InstanceUserSummary":{"Username":"\u00e9","Username":"x","IdentityProvider":
    {"Okta":1,"Okta":[]},"Status":7},"strings":["\n",null],"map":{"a":[],"\u0061":[]},"x":{}}"#;

/// Checks that decoding a body gives the same result twice, and that the notes fit the text.
fn reads(model: &Model, shape: ShapeRef, role: Role, body: &[u8], located: bool) -> Checked {
    let fresh = decode(model, shape, role, body);
    let mut decoder = Decoder::new(model, role);
    for before in [BEFORE, &BEFORE[..BEFORE.len() - 9]] {
        if let Ok(decoded) = decoder.decode(shape, before) {
            decoded.recycle(&mut decoder);
        }
    }
    let used = decoder.decode(shape, body);
    let (fresh, used) = match (fresh, used) {
        (Ok(fresh), Ok(used)) => (fresh, used),
        (Err(fresh), Err(used)) if fresh == used => {
            return match fresh.offset <= body.len() {
                true => Ok(()),
                false => Err(format!("{fresh}, which is after the end")),
            };
        }
        (fresh, used) => {
            let say = |read: Result<(), SyntaxError>| match read {
                Ok(()) => "JSON".to_owned(),
                Err(fault) => fault.to_string(),
            };
            let (fresh, used) = (say(fresh.map(drop)), say(used.map(drop)));
            return Err(format!("a fresh decoder reads {fresh}, and a used one {used}"));
        }
    };
    let shown = fresh.value().map_or(Json::Null, |value| value.to_json(model));
    let again = used.value().map_or(Json::Null, |value| value.to_json(model));
    if shown != again || fresh.anatomy().notes() != used.anatomy().notes() {
        let mut fault = format!("a fresh decoder reads {shown}, and a used one {again}");
        for decoded in [&fresh, &used] {
            for note in decoded.anatomy().notes() {
                let _ = write!(fault, "\n  {} at {}", note.kind.name(), note.offset);
            }
        }
        return Err(fault);
    }
    notes(&fresh, body, located)?;
    match Json::parse(shown.to_string()) {
        Ok(parsed) if parsed == shown => {}
        // The value form of an unknown member has more levels than the body.
        Err(fault) if fault.kind == SyntaxErrorKind::TooDeep => {}
        _ => return Err(format!("the value form is not JSON: {shown}")),
    }
    if fresh.refusal().is_some() {
        return Ok(());
    }
    survives(model, shape, role, &shown)
}

/// Checks that an accepted value can be written and read again, and that it is valid, except for faults that readers
/// tolerate.
fn survives(model: &Model, shape: ShapeRef, role: Role, shown: &Json) -> Checked {
    let faults = validate(model, shape, shown);
    let lived_with = |kind: &InputFaultKind| {
        matches!(kind, InputFaultKind::MissingRequired | InputFaultKind::UnknownPlaceholder)
    };
    if let Some(fault) = faults.iter().find(|fault| !lived_with(&fault.kind)) {
        return Err(format!("{shown} was accepted, but is not valid: {fault}"));
    }
    let written = match encode(model, shape, shown) {
        Ok(written) => written,
        Err(error) if error.faults == faults => return Ok(()),
        Err(error) => return Err(format!("{shown} cannot be written: {error}")),
    };
    let again = decode(model, shape, role, written.as_bytes());
    let again =
        again.map_err(|fault| format!("{written} was written, but is not JSON: {fault}"))?;
    let read = again.value().map_or(Json::Null, |value| value.to_json(model));
    // Members are written in the model's order, which has no meaning.
    let same = diff(model, shape, shown, &read).is_empty()
        && encode(model, shape, &read).is_ok_and(|text| text == written);
    if again.refusal().is_some() || !same {
        return Err(format!("{shown} was written as {written}, and read as {read}"));
    }
    Ok(())
}

/// Checks that the offset of every note lies in the body at a fitting token, and that its path is that of the token.
fn notes(decoded: &Decoded<'_, '_>, body: &[u8], located: bool) -> Checked {
    let text = String::from_utf8_lossy(body);
    let paths = places(&text).paths;
    for note in decoded.anatomy().notes() {
        let (path, at) = (decoded.path(note), note.offset as usize);
        let wrong = |what: &str| {
            let name = note.kind.name();
            Err(format!("{name} is noted of `{path}` at byte {at}, {what}"))
        };
        let Some(here) = body.get(at..).filter(|rest| !rest.is_empty()) else {
            return wrong("which is after the end");
        };
        // These calls must not panic.
        let _ = (decoded.describe(note), decoded.member(note), decoded.unmodeled_name(note));
        let begins = match note.kind {
            NoteKind::Duplicate
            | NoteKind::UnknownMember
            | NoteKind::UnionTag { .. }
            | NoteKind::TypeHint => here.starts_with(b"\""),
            NoteKind::Null => here.starts_with(b"null"),
            NoteKind::Missing
            | NoteKind::UnionKnown
            | NoteKind::UnionUnknown { .. }
            | NoteKind::UnionSeveral
            | NoteKind::UnionEmpty => here.starts_with(b"{"),
            NoteKind::Mistyped { found, .. } => match found {
                JsonKind::Object => here.starts_with(b"{"),
                JsonKind::Array => here.starts_with(b"["),
                JsonKind::String => here.starts_with(b"\""),
                JsonKind::Null => here.starts_with(b"null"),
                JsonKind::Boolean => here.starts_with(b"true") || here.starts_with(b"false"),
                JsonKind::Number => here[0] == b'-' || here[0].is_ascii_digit(),
            },
            NoteKind::TooDeep => matches!(here[0], b'{' | b'['),
        };
        if !begins {
            return wrong("but something else begins there");
        }
        let place = match note.kind {
            NoteKind::Missing => path.parent(),
            _ => Some(&path),
        };
        let there = paths.get(&at);
        if located && place != there {
            let there = there.map_or("nothing", Path::as_str);
            return wrong(&format!("but `{there}` begins there"));
        }
    }
    Ok(())
}
