//! The body of a request, compared with the input that it was made from.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::model::{BodyBinding, Member, Model, ShapeKind, ShapeRef};
use crate::value::{ValueKind, ValueRef, wtf8_bytes};

/// A modeled member that the input does not have, in a structure or union that the input has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Absent {
    /// A member of a structure.
    Member,
    /// A member of a structure that a client may fill in itself: an idempotency token, or a default.
    Filled,
    /// A member of a union that is not the one in the input.
    Tag,
}

/// The members that an input does not have, and the values that the body has.
#[derive(Debug, Default)]
pub(in crate::policy) struct LeftOut {
    /// The absent members by path, in the model's member names.
    pub(in crate::policy) absent: HashMap<Path, Absent>,
    /// The paths of the body that have a value of the right type.
    pub(in crate::policy) set: Vec<Path>,
}

impl LeftOut {
    /// Walks through an input and a body together, as far as both have the same structures.
    pub(super) fn of(model: &Model, input: &Json, body: ValueRef<'_>) -> Self {
        let mut found = Self::default();
        let mut waiting = vec![(input, body, Path::default())];
        while let Some((input, body, path)) = waiting.pop() {
            match (body.kind(), input) {
                (ValueKind::Structure(shape) | ValueKind::Union(shape), Json::Object(_)) => {
                    found.members(model, shape, (input, body, path), &mut waiting);
                }
                // If elements are missing, an index does not say which element it is.
                (ValueKind::List(_), Json::Array(items))
                    if body.children().count() == items.len() =>
                {
                    for (i, (input, body)) in items.iter().zip(body.children()).enumerate() {
                        waiting.push((input, body, path.index(i)));
                    }
                }
                (ValueKind::Map(_), Json::Object(entries)) => {
                    let named = body.children().filter_map(|value| Some((value.name()?, value)));
                    let sent: HashMap<_, _> = named.collect();
                    for (key, input) in entries {
                        if let Some(body) = sent.get(key.as_str()) {
                            waiting.push((input, *body, path.member(key)));
                        }
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// Looks at the members of one structure or union, and goes on to those that both the input and the body
    /// have.
    fn members<'v>(
        &mut self,
        model: &Model,
        shape: ShapeRef,
        (input, body, path): (&'v Json, ValueRef<'v>, Path),
        waiting: &mut Vec<(&'v Json, ValueRef<'v>, Path)>,
    ) {
        let members = model.members(shape);
        let union = matches!(model.kind(shape), ShapeKind::Union(_));
        let mut sent = vec![None; members.len()];
        for value in body.children() {
            if let Some(place) = value.member().and_then(|index| sent.get_mut(index)) {
                *place = Some(value);
            }
        }
        for (member, sent) in members.iter().zip(sent) {
            let path = path.member(&member.name);
            match (input.get(&member.name), sent) {
                (Some(input), Some(sent)) => waiting.push((input, sent, path)),
                (Some(_), None) => {}
                (None, _) if union => {
                    self.absent.insert(path, Absent::Tag);
                }
                (None, sent) => {
                    if sent.is_some() {
                        self.set.push(path.clone());
                    }
                    let filled = may_be_filled(model, member);
                    let absent = if filled { Absent::Filled } else { Absent::Member };
                    self.absent.insert(path, absent);
                }
            }
        }
    }
}

/// Returns the part of an input that is in the body, as a value of the [shape of the
/// body](crate::model::Bindings::body_shape). `None` if the body does not carry the input as JSON.
pub(in crate::policy) fn body_part<'i>(
    contract: &Contract,
    input: &'i Json,
) -> Option<Cow<'i, Json>> {
    let (model, bindings) = (contract.model(), &contract.bindings().input);
    match (bindings.body(), input) {
        _ if bindings.all_in_body() => Some(Cow::Borrowed(input)),
        (BodyBinding::Payload(_), input) => {
            let member = bindings.payload(model)?;
            match (input.get(&member.name), model.kind(member.target)) {
                (_, ShapeKind::Blob | ShapeKind::String | ShapeKind::Enum(_)) => None,
                // An absent structure is sent as an empty one.
                (None, ShapeKind::Structure(_)) => Some(Cow::Owned(Json::Object(Vec::new()))),
                (value, _) => value.map(Cow::Borrowed),
            }
        }
        (_, Json::Object(members)) => {
            let bound = |name: &str| bindings.bound(model).any(|member| member.name == name);
            let inside = members.iter().filter(|(name, _)| !bound(name)).cloned();
            Some(Cow::Owned(Json::Object(inside.collect())))
        }
        (_, input) => Some(Cow::Borrowed(input)),
    }
}

fn may_be_filled(model: &Model, member: &Member) -> bool {
    member.traits.idempotency_token
        || member.traits.default.is_some()
        || model.shape(member.target).traits.default.is_some()
}

/// Reports whether a text of the input is not Unicode text.
pub(super) fn has_lone_surrogate(input: &Json) -> bool {
    let mut waiting = vec![input];
    while let Some(value) = waiting.pop() {
        match value {
            Json::Object(_) if wtf8_bytes(value).is_some() => return true,
            Json::Object(members) => waiting.extend(members.iter().map(|(_, value)| value)),
            Json::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}
