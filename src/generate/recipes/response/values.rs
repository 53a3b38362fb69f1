//! Successes with corners of value types in their bodies, and of timestamps in their header fields.

use crate::contract::is_number;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::corner_tables::{
    BLOBS, DOCUMENTS, MOST_NUMBERS, SPARSE, SPELLED_DATES, SPELLED_HTTP_DATES, SPELLED_SECONDS,
    numbers, with_nulls,
};
use crate::generate::plain_bound::{answer_of, bound_in_output, plain_output};
use crate::generate::tree::{Place, RawTree, Spelling};
use crate::json::Json;
use crate::model::{Binding, Member, ShapeKind, TimestampFormat};

use super::super::{Recipe, nth, recipe};
use super::bindings::answered;
use super::wanted_places;

/// Returns a plain call whose answer has, in its body, a corner at one of the places that `wanted` holds for.
fn value_at(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    index: usize,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
    corner: impl FnOnce(&RawTree, &Place, &mut Choices) -> Option<RawTree>,
) -> Option<Draft> {
    let mut answer = answer_of(context, &plain_output(context, config, choices))?;
    let mut tree = RawTree::from_json(&Json::parse(&answer.body).ok()?);
    let places = wanted_places(context, &tree, wanted);
    let place = nth(&places, index)?;
    let value = corner(&tree, place, choices)?;
    *tree.at(&place.steps)? = value;
    answer.body = tree.write(Spelling::default(), choices);
    answered(context, choices, answer)
}

/// Returns the format of the timestamps of the member at a place.
fn format_at(context: &Context, tree: &RawTree, place: &Place) -> TimestampFormat {
    let model = context.contract().model();
    let name = tree.name_at(&place.steps);
    // The traits are those of a member with this name and target, in any structure: names differ where formats do.
    let members = model.shapes().flat_map(|shape| match &shape.kind {
        ShapeKind::Structure(members) | ShapeKind::Union(members) => members.as_slice(),
        _ => &[],
    });
    let named = |member: &&Member| member.wire_name() == name && member.target == place.shape;
    let told = members.filter(named).find_map(|member| member.traits.timestamp_format);
    let of_shape = model.shape(place.shape).traits.timestamp_format;
    told.or(of_shape).unwrap_or(TimestampFormat::EpochSeconds)
}

fn spelled(format: TimestampFormat, at: usize) -> Option<&'static str> {
    let table = match format {
        TimestampFormat::EpochSeconds => SPELLED_SECONDS,
        TimestampFormat::DateTime => SPELLED_DATES,
        TimestampFormat::HttpDate => SPELLED_HTTP_DATES,
    };
    nth(table, at).copied()
}

pub(in crate::generate::recipes) fn timestamps_read() -> Recipe {
    let axes = |context: &Context| vec![context.output_places().min(12), SPELLED_DATES.len()];
    recipe(axes, |context, config, choices, at| {
        let in_fields = bound_in_output(context, |model, member| {
            matches!(member.traits.binding, Binding::Header(_))
                && matches!(model.kind(member.target), ShapeKind::Timestamp)
        });
        // Every third is in a header field, if any is there.
        if let Some(member) = nth(&in_fields, at[0] / 3).filter(|_| at[0] % 3 == 2) {
            let Binding::Header(name) = &member.traits.binding else { return None };
            let of_shape = context.contract().model().shape(member.target).traits.timestamp_format;
            let format = member.traits.timestamp_format.or(of_shape);
            let text = spelled(format.unwrap_or(TimestampFormat::HttpDate), at[1])?;
            let mut answer = answer_of(context, &plain_output(context, config, choices))?;
            answer.headers.set(name, text);
            return answered(context, choices, answer);
        }
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Timestamp);
        value_at(context, config, choices, at[0], wanted, |tree, place, _| {
            let format = format_at(context, tree, place);
            let text = spelled(format, at[1])?;
            Some(match format {
                TimestampFormat::EpochSeconds => RawTree::raw(text),
                _ => RawTree::Text(text.to_owned()),
            })
        })
    })
}

pub(in crate::generate::recipes) fn numbers_exact() -> Recipe {
    let axes = |context: &Context| vec![context.output_places().min(14), MOST_NUMBERS];
    recipe(axes, |context, config, choices, at| {
        let wanted =
            |kind: &ShapeKind, _: &Place| is_number(kind) && !matches!(kind, ShapeKind::IntEnum(_));
        value_at(context, config, choices, at[0], wanted, |_, place, _| {
            let kind = context.contract().model().kind(place.shape);
            Some(RawTree::raw(*nth(numbers(kind), at[1])?))
        })
    })
}

pub(in crate::generate::recipes) fn documents_exact() -> Recipe {
    let axes = |context: &Context| vec![context.output_places().min(5), DOCUMENTS.len()];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Document);
        value_at(context, config, choices, at[0], wanted, |_, _, _| {
            Some(RawTree::raw(*nth(DOCUMENTS, at[1])?))
        })
    })
}

pub(in crate::generate::recipes) fn document_numbers_exact() -> Recipe {
    documents_exact()
}

pub(in crate::generate::recipes) fn blobs_exact() -> Recipe {
    let axes = |context: &Context| vec![context.output_places().min(4), BLOBS.len()];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| matches!(kind, ShapeKind::Blob);
        value_at(context, config, choices, at[0], wanted, |_, _, _| {
            Some(RawTree::Text((*nth(BLOBS, at[1])?).to_owned()))
        })
    })
}

/// Values that no model names.
const VALUES: &[&str] =
    &["gigantic", "GIGANTIC-2", "", "two words", "größer", "unknown", "null", "0"];
const INTEGERS: &[&str] = &["8", "2147483647", "-1", "0"];

pub(in crate::generate::recipes) fn unknown_enum_kept() -> Recipe {
    let axes = |context: &Context| vec![context.output_places().min(4), VALUES.len()];
    recipe(axes, |context, config, choices, at| {
        let wanted = |kind: &ShapeKind, _: &Place| {
            matches!(kind, ShapeKind::Enum(_) | ShapeKind::IntEnum(_))
        };
        value_at(context, config, choices, at[0], wanted, |_, place, _| {
            Some(match context.contract().model().kind(place.shape) {
                ShapeKind::IntEnum(_) => RawTree::raw(*nth(INTEGERS, at[1])?),
                _ => RawTree::Text((*nth(VALUES, at[1])?).to_owned()),
            })
        })
    })
}

/// Returns an element for the lists or maps of a shape, as it is in a body.
fn element(context: &Context, place: &Place, tree: &RawTree) -> Option<Json> {
    let own = tree.get(&place.steps)?;
    let first = match own {
        RawTree::Array(items) => items.first(),
        RawTree::Object(entries) => entries.first().map(|(_, value)| value),
        _ => None,
    };
    let model = context.contract().model();
    let (ShapeKind::List(member) | ShapeKind::Map { value: member, .. }) = model.kind(place.shape)
    else {
        return None;
    };
    match (first, model.kind(member.target)) {
        (_, ShapeKind::String) => Some(Json::from("a")),
        (Some(first), _) => {
            let bytes = first.write(Spelling::default(), &mut Choices::from_choices(Vec::new()));
            Json::parse(bytes).ok().filter(|value| !value.is_null())
        }
        (None, _) => None,
    }
}

pub(in crate::generate::recipes) fn sparse_nulls_kept() -> Recipe {
    recipe(null_axes, |context, config, choices, at| null_in(context, config, choices, at, true))
}

pub(in crate::generate::recipes) fn dense_null_dropped() -> Recipe {
    recipe(null_axes, |context, config, choices, at| null_in(context, config, choices, at, false))
}

fn null_axes(context: &Context) -> Vec<usize> {
    vec![context.output_places().min(20), SPARSE]
}

/// Returns a plain call whose answer has a null in a list or map that is sparse, or in one that is not.
fn null_in(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
    sparse: bool,
) -> Option<Draft> {
    let model = context.contract().model();
    // In a list of documents, null is an element like any other.
    let of_documents = |kind: &ShapeKind| match kind {
        ShapeKind::List(member) | ShapeKind::Map { value: member, .. } => {
            matches!(model.kind(member.target), ShapeKind::Document)
        }
        _ => true,
    };
    let wanted = |kind: &ShapeKind, place: &Place| {
        !of_documents(kind) && model.shape(place.shape).traits.sparse == sparse
    };
    value_at(context, config, choices, at[0], wanted, |tree, place, _| {
        let element = element(context, place, tree)?;
        Some(RawTree::from_json(&with_nulls(model, place.shape, &element, at[1])?))
    })
}
