//! Valid inputs with corners of value types: timestamps everywhere, the others in the body.

use crate::contract::{has_zero, is_number};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::corner_tables::{
    BLOBS, DOCUMENTS, MOMENTS, MOST_NUMBERS, SPARSE, numbers, with_nulls, zero,
};
use crate::generate::corners::number;
use crate::generate::input::input_places;
use crate::generate::plain_bound::{plain_answer, plain_input};
use crate::generate::tree::{Place, RawTree, Spelling};
use crate::json::Json;
use crate::model::ShapeKind;

use super::super::{Recipe, nth, recipe};

/// Returns a valid input in which the value at one of the places that `wanted` holds for is `corner`. `everywhere` also
/// looks outside the body.
fn value_at(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    (index, everywhere): (usize, bool),
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
    corner: impl FnOnce(&Place, &mut Choices) -> Option<Json>,
) -> Option<Draft> {
    let mut tree = RawTree::from_json(&plain_input(context, config, choices));
    let (model, bindings) = (context.contract().model(), &context.contract().bindings().input);
    let bound: Vec<String> = bindings.bound(model).map(|member| member.name.clone()).collect();
    let mut places = input_places(context, &tree, wanted);
    places.retain(|place| {
        let top = place.steps.get(..1).map(|steps| tree.name_at(steps));
        everywhere || top.is_none_or(|name| bound.iter().all(|own| own != name))
    });
    let place = nth(&places, index)?;
    let value = RawTree::from_json(&corner(place, choices)?);
    *tree.at(&place.steps)? = value;
    let input = Json::parse(tree.write(Spelling::default(), choices)).ok()?;
    Some(Draft::new(input, plain_answer(context, choices)?))
}

pub(in crate::generate::recipes) fn timestamps_in_format() -> Recipe {
    let axes = |context: &Context| vec![context.input_places().min(12), MOMENTS.len()];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Timestamp);
        value_at(context, config, choices, (at[0], true), wanted, |_, _| {
            Some(number(nth(MOMENTS, at[1])?))
        })
    })
}

pub(in crate::generate::recipes) fn blobs_exact() -> Recipe {
    let axes = |context: &Context| vec![context.input_places().min(4), BLOBS.len()];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Blob);
        value_at(context, config, choices, (at[0], false), wanted, |_, _| {
            Some(Json::from(*nth(BLOBS, at[1])?))
        })
    })
}

pub(in crate::generate::recipes) fn numbers_exact() -> Recipe {
    let axes = |context: &Context| vec![context.input_places().min(14), MOST_NUMBERS];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| is_number(kind);
        value_at(context, config, choices, (at[0], false), wanted, |place, _| {
            let kind = context.contract().model().kind(place.shape);
            Some(number(nth(numbers(kind), at[1])?))
        })
    })
}

pub(in crate::generate::recipes) fn documents_exact() -> Recipe {
    let axes = |context: &Context| vec![context.input_places().min(5), DOCUMENTS.len()];
    recipe(axes, |context, config, choices, at| {
        // The same documents beside members that are set, and beside documents and lists that are not.
        let absent = if at[1] % 3 == 2 { 60 } else { config.absent };
        let config = Config { absent, ..config.clone() };
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Document);
        value_at(context, &config, choices, (at[0], false), wanted, |_, _| {
            Json::parse(nth(DOCUMENTS, at[1])?).ok()
        })
    })
}

pub(in crate::generate::recipes) fn document_numbers_exact() -> Recipe {
    documents_exact()
}

pub(in crate::generate::recipes) fn sparse_nulls_sent() -> Recipe {
    let axes = |context: &Context| vec![context.input_places().min(10), SPARSE];
    recipe(axes, |context, config, choices, at| {
        let model = context.contract().model();
        let wanted = |_: &ShapeKind, place: &Place| model.shape(place.shape).traits.sparse;
        value_at(context, config, choices, (at[0], false), wanted, |place, choices| {
            let (ShapeKind::List(element) | ShapeKind::Map { value: element, .. }) =
                model.kind(place.shape)
            else {
                return None;
            };
            let element = context.value(element.target, &Config::realistic(), choices);
            with_nulls(model, place.shape, &element, at[1])
        })
    })
}

pub(in crate::generate::recipes) fn zero_values_sent() -> Recipe {
    let axes = |context: &Context| vec![context.input_places(), 2];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, place: &Place| place.member == Some(true) && has_zero(kind);
        value_at(context, config, choices, (at[0], false), wanted, |place, _| {
            Some(zero(context.contract().model().kind(place.shape)))
        })
    })
}
