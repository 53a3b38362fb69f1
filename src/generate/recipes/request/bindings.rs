//! Valid inputs with corners outside the body: in labels, in the query, in header fields, in a raw payload.

use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::corner_tables::{
    BLOBS, ELEMENTS, ENTRIES, FIELDS, GREEDY_LABELS, LABELS, QUERIES,
};
use crate::generate::plain_bound::{bound_in_input, plain_answer, plain_input, set};
use crate::json::Json;
use crate::model::{Binding, Member, Model, ShapeKind};

use super::super::text_corners::{corner, list_corner};
use super::super::{Recipe, nth, recipe};

/// Returns a valid input in which `change` sets something.
pub(super) fn input_with(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    change: impl FnOnce(&mut Json, &mut Choices) -> Option<()>,
) -> Option<Draft> {
    let mut input = plain_input(context, config, choices);
    change(&mut input, choices)?;
    Some(Draft::new(input, plain_answer(context, choices)?))
}

fn is_greedy(context: &Context, member: &Member) -> bool {
    context.contract().operation().http().uri.contains(&format!("{{{}+}}", member.name))
}

/// Returns the members for which a recipe has corners.
fn members(context: &Context, wanted: fn(&Binding) -> bool) -> Vec<&Member> {
    bound_in_input(context, |_, member| wanted(&member.traits.binding))
}

pub(in crate::generate::recipes) fn labels_encoded() -> Recipe {
    let axes =
        |context: &Context| vec![members(context, |b| *b == Binding::Label).len(), LABELS.len()];
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, _| {
            let labels = members(context, |b| *b == Binding::Label);
            let member = nth(&labels, at[0]).filter(|member| !is_greedy(context, member))?;
            set(input, member, corner(context.contract().model(), member.target, LABELS, at[1])?)
        })
    })
}

pub(in crate::generate::recipes) fn greedy_label_whole() -> Recipe {
    recipe(
        |_| vec![GREEDY_LABELS.len()],
        |context, config, choices, at| {
            input_with(context, config, choices, |input, _| {
                let labels = members(context, |b| *b == Binding::Label);
                let member = labels.into_iter().find(|member| is_greedy(context, member))?;
                set(input, member, Json::from(*nth(GREEDY_LABELS, at[0])?))
            })
        },
    )
}

pub(in crate::generate::recipes) fn query_sent() -> Recipe {
    let axes = |context: &Context| {
        vec![members(context, |b| matches!(b, Binding::Query(_))).len(), QUERIES.len()]
    };
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, _| {
            let bound = members(context, |b| matches!(b, Binding::Query(_)));
            let member = nth(&bound, at[0])?;
            set(input, member, corner(context.contract().model(), member.target, QUERIES, at[1])?)
        })
    })
}

pub(in crate::generate::recipes) fn query_map_sent() -> Recipe {
    recipe(
        |_| vec![QUERIES.len(), 4],
        |context, config, choices, at| {
            input_with(context, config, choices, |input, _| {
                let model = context.contract().model();
                let map = *members(context, |b| *b == Binding::QueryParams).first()?;
                let ShapeKind::Map { value, .. } = model.kind(map.target) else { return None };
                let text = |at: usize| corner(model, value.target, QUERIES, at);
                // A member of the same name counts in place of the entry, whether it is set or not.
                let bound = members(context, |b| matches!(b, Binding::Query(_)));
                let named = bound.iter().find_map(|member| match &member.traits.binding {
                    Binding::Query(name) => Some(name.as_str()),
                    _ => None,
                });
                let key = match (at[1], named) {
                    (0, Some(name)) => name,
                    (1, _) => nth(QUERIES, at[0]).copied().filter(|text| !text.is_empty())?,
                    _ => "a",
                };
                let mut entries = vec![(key, text(at[0])?)];
                if at[1] == 2 {
                    entries.push(("b", text(at[0] + 1)?));
                }
                set(input, map, Json::object(entries))
            })
        },
    )
}

pub(in crate::generate::recipes) fn constant_query_sent() -> Recipe {
    let axes = |context: &Context| vec![context.input_places(), 3];
    recipe(axes, |context, config, choices, at| {
        let config = Config { absent: [0, 50, 100][at[1] % 3], ..config.clone() };
        input_with(context, &config, choices, |_, _| Some(()))
    })
}

fn is_field(model: &Model, member: &Member, list: bool) -> bool {
    matches!(member.traits.binding, Binding::Header(_))
        && matches!(model.kind(member.target), ShapeKind::List(_)) == list
}

pub(in crate::generate::recipes) fn header_fields_sent() -> Recipe {
    let axes = |context: &Context| {
        vec![bound_in_input(context, |model, m| is_field(model, m, false)).len(), FIELDS.len()]
    };
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, _| {
            let fields = bound_in_input(context, |model, member| is_field(model, member, false));
            let member = nth(&fields, at[0])?;
            set(input, member, corner(context.contract().model(), member.target, FIELDS, at[1])?)
        })
    })
}

pub(in crate::generate::recipes) fn header_lists_sent() -> Recipe {
    let axes = |context: &Context| {
        vec![bound_in_input(context, |model, m| is_field(model, m, true)).len(), ELEMENTS.len()]
    };
    recipe(axes, |context, config, choices, at| {
        input_with(context, config, choices, |input, _| {
            let model = context.contract().model();
            let fields = bound_in_input(context, |model, member| is_field(model, member, true));
            let member = nth(&fields, at[0])?;
            set(input, member, list_corner(model, member, at[1])?)
        })
    })
}

pub(in crate::generate::recipes) fn prefix_headers_sent() -> Recipe {
    recipe(
        |_| vec![ENTRIES.len(), 2],
        |context, config, choices, at| {
            input_with(context, config, choices, |input, _| {
                let maps = members(context, |b| matches!(b, Binding::PrefixHeaders(_)));
                let entries = nth(ENTRIES, at[0])?.iter();
                set(input, maps.first()?, Json::object(entries.map(|(k, v)| (*k, Json::from(*v)))))
            })
        },
    )
}

/// Texts for a payload that is a string.
const PAYLOADS: &[&str] =
    &["plain", "\"q\"", "{}", "é😀", "a\r\nb\n", "null", " a ", "%41", "<a/>"];

pub(in crate::generate::recipes) fn raw_payload_exact() -> Recipe {
    recipe(|_| vec![BLOBS.len(), 2], payload)
}

pub(in crate::generate::recipes) fn payload_media_type() -> Recipe {
    recipe(|_| vec![BLOBS.len(), 2], payload)
}

/// Returns an input with a corner of the payload; a payload that is JSON is drawn.
fn payload(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    // Every second input has only what it must have, so that no member says what the media type is.
    let absent = if at[1] == 1 { 100 } else { config.absent };
    let config = Config { absent, ..config.clone() };
    input_with(context, &config, choices, |input, choices| {
        let (model, bindings) = (context.contract().model(), &context.contract().bindings().input);
        let member = bindings.payload(model)?;
        let value = match model.kind(member.target) {
            ShapeKind::Blob => Json::from(*nth(BLOBS, at[0])?),
            ShapeKind::String => Json::from(*nth(PAYLOADS, at[0])?),
            _ if input.get(&member.name).is_some() => return Some(()),
            _ => context.value(member.target, &Config::full(), choices),
        };
        set(input, member, value)
    })
}

pub(in crate::generate::recipes) fn no_body_unless_bound() -> Recipe {
    recipe(
        |_| vec![3],
        |context, config, choices, at| {
            let config = Config { absent: [0, 50, 100][at[0] % 3], ..config.clone() };
            input_with(context, &config, choices, |_, _| Some(()))
        },
    )
}

pub(in crate::generate::recipes) fn checksum_sent() -> Recipe {
    recipe(
        |_| vec![8],
        |context, config, choices, at| {
            let config = Config { absent: [0, 50, 100, 80][at[0] % 4], ..config.clone() };
            input_with(context, &config, choices, |_, _| Some(()))
        },
    )
}

pub(in crate::generate::recipes) fn idempotency_token_filled() -> Recipe {
    recipe(
        |_| vec![4],
        |context, config, choices, _| {
            input_with(context, config, choices, |input, _| {
                let contract = context.contract();
                let members = contract.model().members(contract.operation().input()).iter();
                let tokens: Vec<_> =
                    members.filter(|member| member.traits.idempotency_token).collect();
                let Json::Object(given) = input else { return None };
                given.retain(|(name, _)| tokens.iter().all(|token| token.name != *name));
                Some(())
            })
        },
    )
}
