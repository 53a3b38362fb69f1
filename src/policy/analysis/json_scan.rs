//! A second look at a body as plain JSON, for what the contract does not speak of.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::json::{Json, JsonKind, Lexer, Path, RawString, unescape};
use crate::model::{Model, ShapeKind, ShapeRef};
use crate::value::SDK_UNKNOWN_MEMBER;

/// What can be said of a JSON text without its contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::policy) struct JsonScan {
    /// How many arrays and objects are open at its deepest place.
    pub(in crate::policy) depth: usize,
    /// Whether any object, skipped ones included, has two members of one name.
    pub(in crate::policy) duplicates: bool,
    /// How many elements or members its largest array or object has.
    pub(in crate::policy) most: usize,
    /// Where its first white space stands that is not in a string.
    pub(in crate::policy) space: Option<usize>,
}

/// Scans a JSON text. Of bytes that are none, it says what holds up to their fault.
pub(in crate::policy) fn scan(body: &[u8]) -> JsonScan {
    let mut seen = JsonScan::default();
    let Ok(text) = std::str::from_utf8(body) else { return seen };
    let mut lexer = Lexer::new(body);
    let mut names = HashSet::new();
    // What is open: an array, or an object by the place of its bracket; and how much was in it so far.
    let mut open: Vec<(Option<usize>, usize)> = Vec::new();
    let mut first = true;
    loop {
        seen.space(body, &lexer);
        let Ok(byte) = lexer.peek() else { return seen };
        match (byte, open.last().map(|(object, _)| *object)) {
            (b']' | b'}', Some(_)) => {
                lexer.advance();
                open.pop();
                first = false;
                continue;
            }
            (b',', Some(_)) if !first => {
                lexer.advance();
                first = true;
                continue;
            }
            (_, Some(Some(object))) => {
                seen.space(body, &lexer);
                let Ok(name) = lexer.member_name() else { return seen };
                if lexer.offset() > name.end + 2 {
                    seen.space = seen.space.or(Some(name.end + 1));
                }
                seen.duplicates |= !names.insert((object, name_of(text, name)));
            }
            (_, None) if !first => return seen,
            _ => {}
        }
        // A value begins here.
        seen.space(body, &lexer);
        let Ok(byte) = lexer.peek() else { return seen };
        if let Some((_, count)) = open.last_mut() {
            *count += 1;
            seen.most = seen.most.max(*count);
        }
        first = matches!(byte, b'{' | b'[');
        if first {
            open.push(((byte == b'{').then(|| lexer.offset()), 0));
            seen.depth = seen.depth.max(open.len());
            lexer.advance();
        } else if lexer.skip_value().is_err() {
            return seen;
        }
    }
}

impl JsonScan {
    /// Notes white space where the lexer stands.
    fn space(&mut self, body: &[u8], lexer: &Lexer<'_>) {
        if self.space.is_none()
            && matches!(body.get(lexer.offset()), Some(b' ' | b'\t' | b'\r' | b'\n'))
        {
            self.space = Some(lexer.offset());
        }
    }
}

/// Every text in a JSON text: its names, its strings, and its other scalars as they are written.
pub(in crate::policy) fn texts_of(body: &[u8]) -> HashSet<Cow<'_, str>> {
    let mut texts = HashSet::new();
    let Ok(text) = std::str::from_utf8(body) else { return texts };
    let mut lexer = Lexer::new(body);
    while let Ok(byte) = lexer.peek() {
        match byte {
            b'{' | b'}' | b'[' | b']' | b':' | b',' => lexer.advance(),
            b'"' => match lexer.string() {
                Ok(raw) => drop(texts.insert(name_of(text, raw))),
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

/// Where in a body the first member stands that comes before one that its shape has earlier: where
/// the members of a structure are in another order than the contract's.
pub(in crate::policy) fn out_of_order(
    model: &Model,
    shape: ShapeRef,
    body: &[u8],
) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut lexer = Lexer::new(body);
    // What is open: its shape, and the last member in it that the shape has.
    let mut open: Vec<(ShapeRef, usize)> = Vec::new();
    let (mut next, mut first) = (Some(shape), true);
    loop {
        // A value begins here; one without a shape is skipped.
        let byte = lexer.peek().ok()?;
        let opens = |shape: &ShapeRef| match model.kind(*shape) {
            ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. } => byte == b'{',
            ShapeKind::List(_) => byte == b'[',
            _ => false,
        };
        match next.filter(opens) {
            Some(shape) => {
                lexer.advance();
                open.push((shape, 0));
                first = true;
            }
            None => lexer.skip_value().ok()?,
        }
        // Close what ends here, until another value comes.
        loop {
            let (shape, last) = open.last_mut()?;
            match lexer.peek().ok()? {
                b'}' | b']' => {
                    lexer.advance();
                    open.pop();
                    first = false;
                    continue;
                }
                b',' if !first => lexer.advance(),
                _ => {}
            }
            first = false;
            next = match model.kind(*shape) {
                ShapeKind::List(member) => Some(member.target),
                kind => {
                    lexer.peek().ok()?;
                    let at = lexer.offset();
                    let name = name_of(text, lexer.member_name().ok()?);
                    match kind {
                        ShapeKind::Map { value, .. } => Some(value.target),
                        ShapeKind::Structure(members) | ShapeKind::Union(members) => {
                            let index = members.by_wire_name(&name);
                            let structure = matches!(kind, ShapeKind::Structure(_));
                            if let Some(index) = index.filter(|_| structure) {
                                if index < *last {
                                    return Some(at);
                                }
                                *last = index;
                            }
                            index.map(|index| members.at(index).target)
                        }
                        _ => None,
                    }
                }
            };
            break;
        }
    }
}

/// Where the value at a path of member names and indices stands in a JSON text.
pub(in crate::policy) fn place_of(body: &[u8], path: &Path) -> Option<usize> {
    let text = std::str::from_utf8(body).ok()?;
    let mut lexer = Lexer::new(body);
    let mut here = Path::default();
    'value: loop {
        let kind = match lexer.peek().ok()? {
            _ if here == *path => return Some(lexer.offset()),
            b'{' => JsonKind::Object,
            b'[' => JsonKind::Array,
            _ => return None,
        };
        lexer.advance();
        for index in 0.. {
            match lexer.peek().ok()? {
                b'}' | b']' => return None,
                b',' => lexer.advance(),
                _ => {}
            }
            let step = match kind {
                JsonKind::Object => here.member(&name_of(text, lexer.member_name().ok()?)),
                _ => here.index(index),
            };
            if path.is_within(&step) {
                here = step;
                continue 'value;
            }
            lexer.skip_value().ok()?;
        }
    }
}

fn name_of(text: &str, raw: RawString) -> Cow<'_, str> {
    let content = &text[raw.start..raw.end];
    if !raw.escaped {
        return content.into();
    }
    let mut name = String::new();
    unescape(content, &mut name);
    name.into()
}

/// Whether a value is an empty one of whatever type, or made of such values.
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

/// Whether a value is one that client error correction fills in for a required member of this shape:
/// the empty one of its type, or a union's unknown member without a name.
pub(in crate::policy) fn is_correction(model: &Model, shape: ShapeRef, value: &Json) -> bool {
    let mut waiting = vec![(shape, value)];
    while let Some((shape, value)) = waiting.pop() {
        let filled = match (model.kind(shape), value) {
            (_, Json::Null) => true,
            (ShapeKind::Structure(members), Json::Object(values)) => {
                for (name, value) in values {
                    match members.named(name) {
                        Some(member) => waiting.push((member.target, value)),
                        None if value.is_null() => {}
                        None => return false,
                    }
                }
                true
            }
            (ShapeKind::Union(_), Json::Object(values)) => values.iter().all(|(name, value)| {
                value.is_null() || name == SDK_UNKNOWN_MEMBER && is_empty(value)
            }),
            (ShapeKind::Map { .. }, Json::Object(entries)) => entries.is_empty(),
            (ShapeKind::Document, value) => is_empty(value),
            (ShapeKind::Structure(_) | ShapeKind::Union(_) | ShapeKind::Map { .. }, _)
            | (_, Json::Object(_)) => false,
            (kind, Json::Array(items)) => matches!(kind, ShapeKind::List(_)) && items.is_empty(),
            (ShapeKind::String | ShapeKind::Enum(_) | ShapeKind::Blob, value) => {
                value.as_str() == Some("")
            }
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
