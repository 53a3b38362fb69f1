//! The values in the body of a request, compared with those of the input.

use crate::json::Json;
use crate::policy::judgement::{Finding, Judgement};
use crate::protocol::{Decoded, Note};
use crate::value::{Difference, DifferenceKind};

use super::client::ClientAnalysis;
use super::request::{at_byte, body_path};
use super::value_class::{ValueClass, has_class};

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
    let Some(input) = analysis.body_input() else { return Judgement::NotExercised };
    if !has_class(model, shape, input, class) {
        return Judgement::NotExercised;
    }
    let Some(differences) = analysis.sent_differences() else { return Judgement::NotExercised };
    let told_twice = analysis.told_twice_in_request();
    let own = differences.iter().filter(|found| {
        found.class == Some(class)
            && !told_twice.covers(&found.difference.path)
            && !tolerated(&found.difference)
    });
    own.map(|found| finding(analysis, body, &found.difference, found.odd))
        .collect::<Vec<_>>()
        .into()
}
