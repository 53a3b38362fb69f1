//! The values in the body of a request, compared with those of the input.

use std::collections::HashMap;

use crate::json::{Json, Path};
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Decoded, Note, NoteKind};
use crate::value::{Difference, DifferenceKind, diff};

use super::client::ClientAnalysis;
use super::request::{at_byte, body_path};
use super::request_body::body_part;
use super::value_class::{ValueClass, ValuePlace, has_class};

/// A difference of the body from the input.
#[derive(Debug)]
pub(in crate::policy) struct SentDifference<'d> {
    pub(in crate::policy) difference: Difference,
    /// The note on what stands in its place, if that is null or of another type.
    pub(in crate::policy) odd: Option<&'d Note>,
    /// The class of values that has a policy of its own.
    pub(in crate::policy) class: Option<ValueClass>,
}

/// Returns the differences of a body from the input. `None` if the two cannot be compared.
pub(in crate::policy) fn differences<'d>(
    analysis: &ClientAnalysis<'_, '_>,
    body: &'d Decoded<'_, '_>,
) -> Option<Vec<SentDifference<'d>>> {
    let contract = analysis.contract();
    let (model, shape) = (contract.model(), contract.bindings().input.body_shape());
    let input = body_part(contract, analysis.input())?;
    let found = diff(model, shape, &input, &body.value()?.to_json(model));
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
        let place = ValuePlace::of(model, shape, &input, &difference.path);
        // A client sends the values of enums as they are, like all strings and integers.
        let class = place.and_then(|place| place.class(difference.expected.as_ref(), lost));
        let class = class.filter(|class| *class != ValueClass::Enum);
        SentDifference { difference, odd, class }
    };
    Some(found.into_iter().map(classed).collect())
}

/// Makes a finding of a difference.
pub(in crate::policy) fn finding(
    analysis: &ClientAnalysis<'_, '_>,
    decoded: &Decoded<'_, '_>,
    difference: &Difference,
    odd: Option<&Note>,
) -> Finding {
    let message = match (difference.kind, odd) {
        (DifferenceKind::Missing, None) => {
            "the client does not send the value of the input".to_owned()
        }
        (_, Some(note)) => {
            format!("the client does not send the value of the input: {}", decoded.describe(note))
        }
        (DifferenceKind::Extra, None) => {
            "the client sends a value that the input does not have".to_owned()
        }
        (DifferenceKind::UnionMember, None) => {
            "the union has another member than in the input".to_owned()
        }
        (DifferenceKind::Text | DifferenceKind::Value, None) => {
            "the client sends another value than the input has".to_owned()
        }
    };
    let show = |value: &Option<Json>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string)
    };
    let finding = Finding::new(body_path(&difference.path), message)
        .expected(show(&difference.expected))
        .actual(show(&difference.actual));
    match odd {
        Some(note) => at_byte(analysis, finding, note.offset as usize),
        None => finding,
    }
}

/// Judges the values of one class in the body. A difference that `tolerated` accepts is none.
pub(in crate::policy) fn judge(
    analysis: &ClientAnalysis<'_, '_>,
    class: ValueClass,
    tolerated: impl Fn(&Difference) -> bool,
) -> Judgement {
    if analysis.has_lone_surrogate() {
        return Judgement::NotExercised;
    }
    let Some(body) = analysis.body_for_valid_input() else { return Judgement::NotExercised };
    let contract = analysis.contract();
    let (model, shape) = (contract.model(), contract.bindings().input.body_shape());
    let Some(input) = body_part(contract, analysis.input()) else { return Judgement::NotExercised };
    if !has_class(model, shape, &input, class) {
        return Judgement::NotExercised;
    }
    let Some(differences) = differences(analysis, body) else { return Judgement::NotExercised };
    let told_twice = analysis.told_twice_in_request();
    let own = differences.into_iter().filter(|found| {
        found.class == Some(class)
            && !told_twice.covers(&found.difference.path)
            && !tolerated(&found.difference)
    });
    own.map(|found| finding(analysis, body, &found.difference, found.odd))
        .collect::<Vec<_>>()
        .into()
}
