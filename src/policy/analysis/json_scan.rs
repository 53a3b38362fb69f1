//! A second look at a body as plain JSON, for features that the contract does not describe.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::contract::Contract;
use crate::json::{EventKind, Events, Json, Lexer, Path};
use crate::model::{Model, Names, ShapeKind, ShapeRef, Walk};
use crate::value::SDK_UNKNOWN_MEMBER;

/// The features of a JSON text that need no contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::policy) struct JsonScan {
    /// The most arrays and objects that are open at once.
    pub(in crate::policy) depth: usize,
    /// Whether any object has two members of the same name. Skipped objects count too.
    pub(in crate::policy) duplicates: bool,
    /// The number of elements or members of its largest array or object.
    pub(in crate::policy) most: usize,
    /// The byte of its first white space outside a string.
    pub(in crate::policy) space: Option<usize>,
}

/// Scans a JSON text. If the bytes are not JSON, the result holds for the part before the fault.
pub(in crate::policy) fn scan(body: &[u8]) -> JsonScan {
    let mut seen = JsonScan::default();
    let Ok(text) = std::str::from_utf8(body) else { return seen };
    let mut events = Events::new(body);
    let mut names = HashSet::new();
    // For each open container, where it begins, and the number of its entries so far.
    let mut open: Vec<(usize, usize)> = Vec::new();
    // The end of the last event: white space can only be between two events.
    let mut behind = 0;
    loop {
        let event = events.next();
        let until = match &event {
            Some(Ok(event)) => event.start,
            Some(Err(fault)) => fault.offset,
            None => body.len(),
        };
        if seen.space.is_none() {
            seen.space = first_space(body, behind, until);
        }
        let Some(Ok(event)) = event else { return seen };
        behind = event.end;
        match event.kind {
            EventKind::EndObject | EventKind::EndArray => {
                open.pop();
                continue;
            }
            EventKind::Name(name) => {
                let object = open.last().map(|(begins, _)| *begins);
                seen.duplicates |= !names.insert((object, name.resolve(text)));
                continue;
            }
            _ => {}
        }
        if let Some((_, count)) = open.last_mut() {
            *count += 1;
            seen.most = seen.most.max(*count);
        }
        if matches!(event.kind, EventKind::BeginObject | EventKind::BeginArray) {
            open.push((event.start, 0));
            seen.depth = seen.depth.max(open.len());
        }
    }
}

/// Returns the first white space between two events. Only a comma or a colon can be beside it there.
fn first_space(body: &[u8], from: usize, until: usize) -> Option<usize> {
    let between = body.get(from..until)?;
    let space = between.iter().position(|byte| !matches!(byte, b',' | b':'))?;
    matches!(between[space], b' ' | b'\t' | b'\r' | b'\n').then_some(from + space)
}

/// Returns every text in a JSON text: its names, its strings, and its other scalars as they are written.
///
/// It reads tokens and not events: if a body is not JSON, a client may show a text after the fault.
pub(in crate::policy) fn texts_of(body: &[u8]) -> HashSet<Cow<'_, str>> {
    let mut texts = HashSet::new();
    let Ok(text) = std::str::from_utf8(body) else { return texts };
    let mut lexer = Lexer::new(body);
    while let Ok(byte) = lexer.peek() {
        match byte {
            b'{' | b'}' | b'[' | b']' | b':' | b',' => lexer.advance(),
            b'"' => match lexer.string() {
                Ok(raw) => drop(texts.insert(raw.resolve(text))),
                Err(_) => return texts,
            },
            _ => {
                let from = lexer.offset();
                if lexer.skip_value().is_err() {
                    return texts;
                }
                texts.insert(text[from..lexer.offset()].into());
            }
        }
    }
    texts
}

/// Returns the first member in a body that comes before a member that its shape has earlier. There the
/// members of a structure are in another order than in the contract.
pub(in crate::policy) fn out_of_order(
    model: &Model,
    shape: ShapeRef,
    body: &[u8],
) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut events = Events::new(body);
    // For each open container, its shape, and the last of its members in the order of the shape.
    let mut open: Vec<(ShapeRef, usize)> = Vec::new();
    // The shape of the next value, unless it is an element of a list.
    let mut next = Some(shape);
    while let Some(event) = events.next() {
        let event = event.ok()?;
        let around = open.last().map(|(shape, _)| model.kind(*shape));
        match event.kind {
            EventKind::EndObject | EventKind::EndArray => drop(open.pop()),
            EventKind::Name(name) => {
                let (_, last) = open.last_mut()?;
                next = match around? {
                    ShapeKind::Map { value, .. } => Some(value.target),
                    kind @ (ShapeKind::Structure(members) | ShapeKind::Union(members)) => {
                        let index = members.by_wire_name(&name.resolve(text));
                        let structure = matches!(kind, ShapeKind::Structure(_));
                        if let Some(index) = index.filter(|_| structure) {
                            if index < *last {
                                return Some(event.start);
                            }
                            *last = index;
                        }
                        index.map(|index| members.at(index).target)
                    }
                    _ => None,
                };
            }
            kind => {
                let shape = match around {
                    Some(ShapeKind::List(member)) => Some(member.target),
                    _ => next,
                };
                let is_of = |shape: &ShapeRef| match model.kind(*shape) {
                    ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. } => {
                        kind == EventKind::BeginObject
                    }
                    ShapeKind::List(_) => kind == EventKind::BeginArray,
                    _ => false,
                };
                match shape.filter(is_of) {
                    Some(shape) => open.push((shape, 0)),
                    None => events.skip_value().ok()?,
                }
            }
        }
    }
    None
}

/// Returns the path of the value that a body with members of the output is: that of the payload, if a member is one.
pub(in crate::policy) fn payload_path(contract: &Contract) -> Path {
    let payload = contract.bindings().output.payload(contract.model());
    payload.map_or_else(Path::default, |member| Path::default().member(&member.name))
}

/// Returns the byte of the value at a path of member names and indices in a JSON text. The path of the whole text is `base`.
pub(in crate::policy) fn place_of(body: &[u8], base: &Path, path: &Path) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut events = Events::new(body);
    // The path so far, and the index of the next element in an array on it.
    let (mut here, mut element) = (base.clone(), None);
    while let Some(event) = events.next() {
        let event = event.ok()?;
        let step = match (event.kind, element) {
            // A container on the path ended before the value was found.
            (EventKind::EndObject | EventKind::EndArray, _) => return None,
            (EventKind::Name(name), _) => here.member(&name.resolve(text)),
            (_, Some(index)) => {
                element = Some(index + 1);
                here.index(index)
            }
            (_, None) => here.clone(),
        };
        if !path.is_within(&step) {
            events.skip_value().ok()?;
            continue;
        }
        here = step;
        match event.kind {
            EventKind::Name(_) => {}
            _ if here == *path => return Some(event.start),
            EventKind::BeginObject => element = None,
            EventKind::BeginArray => element = Some(0),
            _ => return None,
        }
    }
    None
}

/// Reports whether a value is empty, whatever its type, or made of empty values only.
pub(in crate::policy) fn is_empty(value: &Json) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Null | Json::Bool(false) => {}
            Json::String(text) if text.is_empty() => {}
            Json::Number(number) if number.to_f64() == 0.0 => {}
            Json::Array(items) if items.is_empty() => {}
            Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
            _ => return false,
        }
    }
    true
}

/// Reports whether client error correction fills in this value for a required member of this shape: the empty
/// value of its type, a union's unknown member without a name, or the unknown variant of an enum. How a client
/// names that variant is its own to choose, so it is any text that the enum does not have.
pub(in crate::policy) fn is_correction(model: &Model, shape: ShapeRef, value: &Json) -> bool {
    let mut walk = Walk::new(model, shape, value, Names::Value);
    while let Some(node) = walk.next() {
        let filled = match (model.kind(node.shape), node.value) {
            (_, Json::Null) => true,
            // The members that the shape names come next.
            (ShapeKind::Structure(members), Json::Object(values)) => {
                values.iter().all(|(name, value)| members.named(name).is_some() || value.is_null())
            }
            (ShapeKind::Union(_), Json::Object(values)) => {
                walk.skip_inside();
                values.iter().all(|(name, value)| {
                    value.is_null() || name == SDK_UNKNOWN_MEMBER && is_empty(value)
                })
            }
            (ShapeKind::Map { .. }, Json::Object(entries)) => entries.is_empty(),
            (ShapeKind::Document, value) => is_empty(value),
            (ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. }, _)
            | (_, Json::Object(_)) => false,
            (kind, Json::Array(items)) => matches!(kind, ShapeKind::List(_)) && items.is_empty(),
            (ShapeKind::Enum(known), value) => value
                .as_str()
                .is_some_and(|text| text.is_empty() || !known.iter().any(|value| value == text)),
            (ShapeKind::String | ShapeKind::Blob, value) => value.as_str() == Some(""),
            (ShapeKind::Boolean, value) => value.as_bool() == Some(false),
            (_, Json::Number(number)) => number.to_f64() == 0.0,
            _ => false,
        };
        if !filled {
            return false;
        }
    }
    true
}
