//! The classes of values that have policies of their own, and the place of a value by its path.

use crate::contract::has_zero;
use crate::contract::is_number;
use crate::json::{Json, Path};
use crate::model::{Member, Model, Names, ShapeKind, ShapeRef, Walk};

/// A class of values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::policy) enum ValueClass {
    Timestamp,
    Blob,
    Number,
    Document,
    /// A list or map with a null element that its shape allows.
    SparseNull,
    /// A value at zero, of a member that must be sent.
    Zero,
    /// A value of an enum.
    Enum,
}

/// The place of a value.
#[derive(Clone, Copy, Debug)]
pub(in crate::policy) struct ValuePlace<'m> {
    pub(in crate::policy) kind: &'m ShapeKind,
    /// The member of a structure or union that it is.
    pub(in crate::policy) member: Option<&'m Member>,
    /// Whether it is inside a document.
    pub(in crate::policy) in_document: bool,
    /// Whether a sparse list or map around it has a null.
    pub(in crate::policy) beside_null: bool,
}

impl<'m> ValuePlace<'m> {
    /// Returns the place at a path in a value of shape `top`. `None` if the model does not have the path.
    pub(in crate::policy) fn of(
        model: &'m Model,
        top: ShapeRef,
        value: &Json,
        path: &Path,
    ) -> Option<Self> {
        let around: Vec<_> = std::iter::successors(Some(path), |path| path.parent()).collect();
        let (mut shape, mut member, mut beside_null) = (top, None, false);
        let mut value = Some(value);
        // From the outermost path inwards; the first is the whole value.
        for step in around.iter().rev().skip(1) {
            beside_null |= model.shape(shape).traits.sparse && value.is_some_and(has_null);
            let name = step.last_member();
            match (model.kind(shape), name) {
                (ShapeKind::Document, _) => {
                    let kind = model.kind(shape);
                    return Some(Self { kind, member, in_document: true, beside_null });
                }
                (ShapeKind::Structure(members) | ShapeKind::Union(members), Some(name)) => {
                    let named = members.named(name)?;
                    (shape, member) = (named.target, Some(named));
                }
                (ShapeKind::List(element), None) => (shape, member) = (element.target, None),
                (ShapeKind::Map { value, .. }, Some(_)) => (shape, member) = (value.target, None),
                _ => return None,
            }
            value = value.and_then(|value| value_behind(value, step));
        }
        beside_null |= model.shape(shape).traits.sparse && value.is_some_and(has_null);
        Some(Self { kind: model.kind(shape), member, in_document: false, beside_null })
    }

    /// Returns the class of a wrong value in this place. `lost` if nothing is in its place; then only a value beside a null
    /// and one at zero have a class.
    pub(in crate::policy) fn class(
        &self,
        expected: Option<&Json>,
        lost: bool,
    ) -> Option<ValueClass> {
        if self.beside_null {
            return Some(ValueClass::SparseNull);
        }
        match self.kind {
            ShapeKind::Document if self.in_document || !lost => Some(ValueClass::Document),
            kind if lost => {
                let due = self.member.is_some_and(|member| member.traits.required);
                (due && has_zero(kind) && expected.is_some_and(is_zero)).then_some(ValueClass::Zero)
            }
            ShapeKind::Timestamp => Some(ValueClass::Timestamp),
            ShapeKind::Blob => Some(ValueClass::Blob),
            ShapeKind::Enum(_) | ShapeKind::IntEnum(_) => Some(ValueClass::Enum),
            kind => is_number(kind).then_some(ValueClass::Number),
        }
    }
}

/// Returns what the last step of a path leads to in the value around it.
pub(super) fn value_behind<'v>(around: &'v Json, path: &Path) -> Option<&'v Json> {
    match path.last_member() {
        Some(name) => around.get(name),
        None => around.as_array()?.get(path.last_index()?),
    }
}

/// Reports whether the values of a member are timestamps, which have a policy of their own.
pub(super) fn is_timestamp(model: &Model, member: &Member) -> bool {
    match model.kind(member.target) {
        ShapeKind::Timestamp => true,
        ShapeKind::List(element) => matches!(model.kind(element.target), ShapeKind::Timestamp),
        _ => false,
    }
}

/// Reports whether a list or a map has a null element.
pub(super) fn has_null(value: &Json) -> bool {
    match value {
        Json::Array(items) => items.iter().any(Json::is_null),
        Json::Object(entries) => entries.iter().any(|(_, value)| value.is_null()),
        _ => false,
    }
}

/// Reports whether a value is the one that clients mistake for an absent one.
fn is_zero(value: &Json) -> bool {
    match value {
        Json::Bool(value) => !value,
        Json::Number(number) => number.to_f64() == 0.0,
        _ => false,
    }
}

/// Reports whether a value of `shape` has a value of the class.
pub(in crate::policy) fn has_class(
    model: &Model,
    shape: ShapeRef,
    value: &Json,
    class: ValueClass,
) -> bool {
    let mut walk = Walk::new(model, shape, value, Names::Value);
    while let Some(node) = walk.next() {
        let kind = model.kind(node.shape);
        let found = match class {
            ValueClass::Timestamp => matches!(kind, ShapeKind::Timestamp),
            ValueClass::Blob => matches!(kind, ShapeKind::Blob),
            ValueClass::Number => is_number(kind) && !matches!(kind, ShapeKind::IntEnum(_)),
            ValueClass::Document => matches!(kind, ShapeKind::Document),
            ValueClass::SparseNull => model.shape(node.shape).traits.sparse && has_null(node.value),
            ValueClass::Zero => {
                let due = walk.around().is_some_and(|(_, member)| member.traits.required);
                due && has_zero(kind) && is_zero(node.value)
            }
            ValueClass::Enum => is_unknown_value(kind, node.value),
        };
        if found {
            return true;
        }
    }
    false
}

/// Reports whether a value of an enum is none that the model names.
pub(in crate::policy) fn is_unknown_value(kind: &ShapeKind, value: &Json) -> bool {
    match (kind, value) {
        (ShapeKind::Enum(values), Json::String(text)) => !values.contains(text),
        (ShapeKind::IntEnum(values), Json::Number(number)) => {
            let value = number.to_i128();
            !values.iter().any(|own| Some(i128::from(*own)) == value)
        }
        _ => false,
    }
}

/// Reports whether two values are the same moment, to the millisecond: many languages know no finer ones.
pub(in crate::policy) fn is_same_moment(due: &Json, shown: &Json) -> bool {
    let (Json::Number(due), Json::Number(shown)) = (due, shown) else { return false };
    due.same_value(shown) || (due.to_f64() - shown.to_f64()).abs() < 0.001
}
