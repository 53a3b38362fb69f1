//! The target `response`: any status, header fields and body.

use std::fmt::Write as _;

use crate::json::{Json, JsonKind, Path, SyntaxError, SyntaxErrorKind};
use crate::model::{Model, ShapeRef};
use crate::protocol::{Decoded, InputFaultKind, NoteKind, Role, decode, encode, validate};
use crate::value::diff;

use super::bound;
use super::contracts::{MADE_UP, contracts, decoded};
use super::judged::{Jury, acquits_the_codec};
use super::places::places;
use super::target::{Checked, FuzzTarget};
use super::views::{behind_letter, by_letter};
use super::{answer, mutate};

/// The target.
pub const TARGET: FuzzTarget = FuzzTarget {
    name: "response",
    property: "A fresh decoder and a used one read any response in the same way; each note has the right offset and \
               path; an accepted value survives writing and reading; and no policy accuses a client that follows \
               the codec.",
    views: by_letter(&[
        "what a client reads",
        "what a server reads",
        "what a client accepts is written and read again",
        "what a server accepts is written and read again",
        "policies on successes",
        "policies on unions and servers",
        "policies on errors",
        "policies on calls",
        "what a client reads by a contract with bindings is written and read again",
    ]),
    check,
    show,
    mutate: Some(mutate::answer),
};

/// The view of the contracts with bindings.
const BOUND: usize = 8;

/// The views that the policies come after.
const READINGS: usize = 4;

fn show(data: &[u8]) -> String {
    let text = behind_letter(data);
    let contract = &contracts()[text.len() % contracts().len()];
    let name = contract.edition_name().unwrap_or("made up");
    format!("  contract  {name}\n{}", answer::show(text))
}

fn check(data: &[u8], view: usize) -> Checked {
    let text = behind_letter(data);
    // Each input uses one contract only. So the fuzzer tries several times as many responses in the same time.
    let at = text.len() % contracts().len();
    match view {
        0 => reads(at, Role::Client, answer::body(text)),
        1 => reads(at, Role::Server, answer::body(text)),
        2 => accepted(at, Role::Client, answer::body(text)),
        3 => accepted(at, Role::Server, answer::body(text)),
        BOUND => bound::comes_back(text),
        _ => {
            let jury = Jury::OF_OUTCOMES[view - READINGS];
            acquits_the_codec(at, &jury.response(text), jury)
        }
    }
}

/// Returns the model of a contract, and the shape of the body that this role reads.
fn subject(contract: usize, role: Role) -> (&'static Model, ShapeRef) {
    let (model, bindings) = (contracts()[contract].model(), contracts()[contract].bindings());
    let part = match role {
        Role::Client => &bindings.output,
        Role::Server => &bindings.input,
    };
    (model, part.body_shape())
}

/// A body that fills every part of a decoder's memory.
const BEFORE: &[u8] =
    br#"{"InstanceUserSummary":{"Username":"\u00e9","Username":"x","IdentityProvider":
    {"Okta":1,"Okta":[]},"Status":7},"strings":["\n",null],"map":{"a":[],"\u0061":[]},"x":{}}"#;

/// Checks that decoding a body gives the same result twice, and that the notes fit the text.
fn reads(contract: usize, role: Role, body: &[u8]) -> Checked {
    let (model, shape) = subject(contract, role);
    for before in [BEFORE, &BEFORE[..BEFORE.len() - 9]] {
        decoded(contract, role, shape, before, |_| ());
    }
    let fresh = decode(model, shape, role, body);
    // In the editions, no member has another name in JSON, so the paths are those of the text.
    let located = contract != MADE_UP;
    decoded(contract, role, shape, body, |used| same(model, body, located, &fresh, used))
}

fn same(
    model: &Model,
    body: &[u8],
    located: bool,
    fresh: &Result<Decoded<'_, '_>, SyntaxError>,
    used: Result<&Decoded<'_, '_>, SyntaxError>,
) -> Checked {
    let (fresh, used) = match (fresh, used) {
        (Ok(fresh), Ok(used)) => (fresh, used),
        (Err(fresh), Err(used)) if *fresh == used => {
            return match fresh.offset <= body.len() {
                true => Ok(()),
                false => Err(format!("{fresh}, which is after the end")),
            };
        }
        (fresh, used) => {
            let say = |fault: Option<String>| fault.unwrap_or_else(|| "JSON".to_owned());
            let fresh = say(fresh.as_ref().err().map(SyntaxError::to_string));
            let used = say(used.err().map(|fault| fault.to_string()));
            return Err(format!("a fresh decoder reads {fresh}, and a used one {used}"));
        }
    };
    let shown = fresh.value().map_or(Json::Null, |value| value.to_json(model));
    let again = used.value().map_or(Json::Null, |value| value.to_json(model));
    if shown != again || fresh.anatomy().notes() != used.anatomy().notes() {
        let mut fault = format!("a fresh decoder reads {shown}, and a used one {again}");
        for decoded in [fresh, used] {
            for note in decoded.anatomy().notes() {
                let _ = write!(fault, "\n  {} at {}", note.kind.name(), note.offset);
            }
        }
        return Err(fault);
    }
    notes(fresh, body, located)?;
    match Json::parse(shown.to_string()) {
        Ok(parsed) if parsed == shown => Ok(()),
        // The value form of an unknown member has more levels than the body.
        Err(fault) if fault.kind == SyntaxErrorKind::TooDeep => Ok(()),
        _ => Err(format!("the value form is not JSON: {shown}")),
    }
}

/// Checks that the value of a body survives, if it is accepted.
fn accepted(contract: usize, role: Role, body: &[u8]) -> Checked {
    let (model, shape) = subject(contract, role);
    let shown = decoded(contract, role, shape, body, |read| match read {
        Ok(read) if read.refusal().is_none() => {
            Some(read.value().map_or(Json::Null, |value| value.to_json(model)))
        }
        _ => None,
    });
    match shown {
        Some(shown) => survives(contract, role, &shown),
        None => Ok(()),
    }
}

/// Checks that an accepted value can be written and read again, and that it is valid, except for faults that readers
/// tolerate.
fn survives(contract: usize, role: Role, shown: &Json) -> Checked {
    let (model, shape) = subject(contract, role);
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
    decoded(contract, role, shape, written.as_bytes(), |again| {
        let again =
            again.map_err(|fault| format!("{written} was written, but is not JSON: {fault}"))?;
        let read = again.value().map_or(Json::Null, |value| value.to_json(model));
        // Members are written in the model's order, which has no meaning.
        let same = (*shown == read || diff(model, shape, shown, &read).is_empty())
            && encode(model, shape, &read).is_ok_and(|text| text == written);
        if again.refusal().is_some() || !same {
            return Err(format!("{shown} was written as {written}, and read as {read}"));
        }
        Ok(())
    })
}

/// Checks that the offset of every note lies in the body at a fitting token, and that its path is that of the token.
fn notes(decoded: &Decoded<'_, '_>, body: &[u8], located: bool) -> Checked {
    let notes = decoded.anatomy().notes();
    if notes.is_empty() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(body);
    let places = places(&text);
    for note in notes {
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
        if !located {
            continue;
        }
        let place = match note.kind {
            NoteKind::Missing => path.parent(),
            _ => Some(&path),
        };
        let there = places.path(at);
        if place != there.as_ref() {
            let there = there.as_ref().map_or("nothing", Path::as_str);
            return wrong(&format!("but `{there}` begins there"));
        }
    }
    Ok(())
}
