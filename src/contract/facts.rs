//! What an operation has, as far as policies ask for it.

use std::collections::HashSet;

use crate::model::{Member, Model, Operation, ShapeKind, ShapeRef};

/// What an operation has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OperationFacts {
    /// What its input has.
    pub(crate) input: ShapeFacts,
    /// What its output has.
    pub(crate) output: ShapeFacts,
    /// Whether it lists errors.
    pub(crate) errors: bool,
}

/// What a shape has, at any depth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct ShapeFacts {
    /// A member of a structure.
    pub(crate) member: bool,
    /// A member of a structure that is required.
    pub(crate) required: bool,
    /// A member of a structure that is neither required nor has a default.
    pub(crate) optional: bool,
    /// A union.
    pub(crate) union: bool,
    /// A string.
    pub(crate) string: bool,
    /// A value that the value form has as a string: a string, an enum, a blob, a timestamp, a document.
    pub(crate) text: bool,
}

impl OperationFacts {
    /// Returns what this operation has.
    pub(super) fn of(model: &Model, operation: Operation<'_>) -> Self {
        Self {
            input: ShapeFacts::of(model, operation.input()),
            output: ShapeFacts::of(model, operation.output()),
            errors: operation.errors().next().is_some(),
        }
    }
}

impl ShapeFacts {
    fn of(model: &Model, shape: ShapeRef) -> Self {
        let mut facts = Self::default();
        // Shapes may hold themselves, so each is looked at once.
        let (mut seen, mut waiting) = (HashSet::from([shape]), vec![shape]);
        while let Some(shape) = waiting.pop() {
            let mut wait = |member: &Member| {
                if seen.insert(member.target) {
                    waiting.push(member.target);
                }
            };
            match model.kind(shape) {
                ShapeKind::Structure(members) => {
                    for member in members.iter() {
                        let target = &model.shape(member.target).traits;
                        let default = member.traits.default.is_some() || target.default.is_some();
                        facts.member = true;
                        facts.required |= member.traits.required;
                        facts.optional |= !member.traits.required && !default;
                        wait(member);
                    }
                }
                ShapeKind::Union(members) => {
                    facts.union = true;
                    members.iter().for_each(&mut wait);
                }
                ShapeKind::List(member) => wait(member),
                ShapeKind::Map { value, .. } => wait(value),
                ShapeKind::String => (facts.string, facts.text) = (true, true),
                ShapeKind::Enum(_)
                | ShapeKind::Blob
                | ShapeKind::Timestamp
                | ShapeKind::Document => facts.text = true,
                _ => {}
            }
        }
        facts
    }
}
