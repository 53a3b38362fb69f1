//! The differences of the body of a request from the input.

use std::collections::HashMap;

use crate::contract::Contract;
use crate::json::{Json, Path};
use crate::protocol::{Decoded, Note, NoteKind};
use crate::value::{Difference, DifferenceKind, diff};

use super::value_class::{ValueClass, ValuePlace};

/// A difference of the body from the input.
#[derive(Debug)]
pub(in crate::policy) struct SentDifference<'d> {
    pub(in crate::policy) difference: Difference,
    /// The note on what stands in its place, if that is null or of another type.
    pub(in crate::policy) odd: Option<&'d Note>,
    /// The class of values that has a policy of its own.
    pub(in crate::policy) class: Option<ValueClass>,
}

impl<'d> SentDifference<'d> {
    /// Returns the differences of a body from the part of the input that it should carry. `None` if the body is not a JSON
    /// object.
    pub(super) fn all(
        contract: &Contract,
        input: &Json,
        body: &'d Decoded<'_, '_>,
    ) -> Option<Vec<Self>> {
        let (model, shape) = (contract.model(), contract.bindings().input.body_shape());
        let found = diff(model, shape, input, &body.value()?.to_json(model));
        if found.is_empty() {
            return Some(Vec::new());
        }
        let odd = |kind| matches!(kind, NoteKind::Null | NoteKind::Mistyped { .. });
        let odd: HashMap<Path, &Note> =
            body.anatomy().of(odd).map(|note| (body.path(note), note)).collect();
        let classed = |difference: Difference| {
            let odd = odd.get(&difference.path).copied();
            let lost = difference.kind == DifferenceKind::Missing
                && !odd.is_some_and(|note| matches!(note.kind, NoteKind::Mistyped { .. }));
            let place = ValuePlace::of(model, shape, input, &difference.path);
            // A client sends the values of enums as they are, like all strings and integers.
            let class = place.and_then(|place| place.class(difference.expected.as_ref(), lost));
            let class = class.filter(|class| *class != ValueClass::Enum);
            Self { difference, odd, class }
        };
        Some(found.into_iter().map(classed).collect())
    }
}
