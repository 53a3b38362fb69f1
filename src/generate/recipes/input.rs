//! Inputs that break the contract, for the policies on what a client refuses.

use crate::generate::answer::{insert, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::input::{changed, input_places};
use crate::generate::plain_bound::{bound_in_input, plain_answer, plain_input, set};
use crate::generate::text::UNKNOWN_NAMES;
use crate::generate::tree::RawTree;
use crate::generate::value::json;
use crate::http::Answer;
use crate::json::Json;
use crate::model::{Binding, Member, Members, ShapeKind};
use crate::value::SDK_UNKNOWN_MEMBER;

use super::response::KINDS;
use super::{Recipe, nth, recipe};

/// Returns a call with this input. Nothing is sent; were it, this would be the answer.
fn refused(context: &Context, choices: &mut Choices, input: Json) -> Option<Draft> {
    let answer = context.body(&Config::realistic(), choices)?;
    let body = answer.write(Default::default(), choices);
    Some(Draft::new(input, Answer::json(context.contract().operation().http().code, body)))
}

/// With the members in it that faults are put into.
fn roomy(config: &Config) -> Config {
    Config { absent: config.absent.min(20), ..config.clone() }
}

pub(super) fn required_members() -> Recipe {
    recipe(|context| vec![context.input_places(), 4], required)
}

fn required(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let input = changed(context, &roomy(config), choices, |tree, _| {
        for more in 0..=at[1] / 2 {
            let required = input_places(context, tree, |_, place| place.member == Some(true));
            let Some(place) = nth(&required, at[0] + more) else { break };
            let (around, index) = place.around()?;
            tree.at(around)?.members_mut()?.remove(index);
        }
        Some(())
    })?;
    refused(context, choices, input)
}

/// Returns an input, after `change` was made to one of its unions.
fn with_union(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    index: usize,
    change: impl FnOnce(&mut RawTree, &Members, &mut Choices) -> Option<()>,
) -> Option<Draft> {
    let input = changed(context, &roomy(config), choices, |tree, choices| {
        let unions = input_places(context, tree, |kind, _| matches!(kind, ShapeKind::Union(_)));
        let place = nth(&unions, index)?;
        let ShapeKind::Union(members) = context.contract().model().kind(place.shape) else {
            return None;
        };
        change(tree.at(&place.steps)?, members, choices)
    })?;
    refused(context, choices, input)
}

fn name(
    context: &Context,
    values: &[(String, RawTree)],
    index: usize,
    choices: &mut Choices,
) -> String {
    let listed = nth(UNKNOWN_NAMES, index).copied().unwrap_or("Okta");
    let free = !context.knows(listed) && values.iter().all(|(other, _)| other != listed);
    if free && !choices.chance(30) {
        listed.to_owned()
    } else {
        unknown(context, &values.to_vec(), choices)
    }
}

/// Returns what stands for an unknown member in an output.
fn unknown_value(choices: &mut Choices) -> RawTree {
    let name = choices.pick(&["Okta", "", "ActiveDirectoryIdentityProvider", "é"]);
    match choices.below(6) {
        0..4 => RawTree::Object(vec![("name".to_owned(), RawTree::Text(name.to_owned()))]),
        4 => RawTree::Object(vec![("name".to_owned(), RawTree::raw("null"))]),
        _ => RawTree::Object(Vec::new()),
    }
}

pub(super) fn union_one_member() -> Recipe {
    recipe(|_| vec![4, 3, UNKNOWN_NAMES.len()], several)
}

fn several(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let values = union.members_mut()?;
        let own = members.iter().map(|member| member.name.as_str());
        let own = own.filter(|name| values.iter().all(|(other, _)| other != name));
        let own: Vec<_> = own.map(str::to_owned).collect();
        let (name, value) = match (at[1], choices.choose(&own)) {
            (0, Some(own)) => (own.clone(), RawTree::Object(Vec::new())),
            (1, _) => (SDK_UNKNOWN_MEMBER.to_owned(), unknown_value(choices)),
            _ => {
                let value = crate::generate::answer::not_null(choices);
                (name(context, values, at[2], choices), value)
            }
        };
        insert(values, name, value, choices);
        Some(())
    })
}

pub(super) fn union_not_empty() -> Recipe {
    recipe(|_| vec![4, 8], empty)
}

fn empty(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, _, _| {
        union.members_mut()?.clear();
        Some(())
    })
}

pub(super) fn unknown_members() -> Recipe {
    recipe(|context| vec![context.input_places(), 3, UNKNOWN_NAMES.len()], unknown_member)
}

fn unknown_member(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let input = changed(context, &roomy(config), choices, |tree, choices| {
        let objects = input_places(context, tree, |kind, _| {
            matches!(kind, ShapeKind::Structure(_) | ShapeKind::Union(_))
        });
        let place = nth(&objects, at[0])?;
        let union = matches!(context.contract().model().kind(place.shape), ShapeKind::Union(_));
        let values = tree.at(&place.steps)?.members_mut()?;
        let name = match nth(values, choices.below(50)) {
            // Nearly one of the contract's.
            Some((own, _)) if choices.chance(20) && !context.knows(&own.to_lowercase()) => {
                own.to_lowercase()
            }
            _ => name(context, values, at[2], choices),
        };
        let value = RawTree::from_json(&json(2, choices));
        if union {
            *values = vec![(name, value)];
        } else {
            let at = [0, values.len() / 2, values.len()][at[1] % 3];
            values.insert(at, (name, value));
        }
        Some(())
    })?;
    refused(context, choices, input)
}

pub(super) fn types() -> Recipe {
    recipe(|context| vec![context.input_places(), KINDS.len()], types_draft)
}

fn types_draft(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let value = *nth(KINDS, at[1])?;
    let input = changed(context, &roomy(config), choices, |tree, choices| {
        let places = input_places(context, tree, |kind, place| {
            let fits = match kind {
                ShapeKind::String | ShapeKind::Enum(_) => value.starts_with('"'),
                ShapeKind::Boolean => matches!(value, "true" | "false"),
                ShapeKind::List(_) => value.starts_with('['),
                ShapeKind::Structure(_) | ShapeKind::Map { .. } | ShapeKind::Union(_) => {
                    value.starts_with('{')
                }
                ShapeKind::Document => true,
                _ => false,
            };
            // The input as a whole may be ill-typed, too, but seldom is of interest.
            !fits && (!place.steps.is_empty() || at[0] == 0)
        });
        let place = nth(&places, at[0])?;
        *tree.at(&place.steps)? = RawTree::raw(value);
        if choices.chance(10)
            && let Some(place) = nth(&places, at[0] + 1)
            && let Some(node) = tree.at(&place.steps)
        {
            *node = RawTree::raw(value);
        }
        Some(())
    })?;
    refused(context, choices, input)
}

pub(super) fn unknown_placeholder_refused() -> Recipe {
    recipe(|_| vec![4, UNKNOWN_NAMES.len()], placeholder)
}

fn placeholder(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, _, choices| {
        let name = nth(UNKNOWN_NAMES, at[1])?;
        let value = match choices.chance(50) {
            true => RawTree::Object(vec![("name".to_owned(), RawTree::Text((*name).to_owned()))]),
            false => unknown_value(choices),
        };
        *union = RawTree::Object(vec![(SDK_UNKNOWN_MEMBER.to_owned(), value)]);
        Some(())
    })
}

pub(super) fn refused_before_sending() -> Recipe {
    recipe(|context| vec![6, context.input_places(), 3, 30], any)
}

fn any(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let inside = [at[1], at[2], at[3]];
    match at[0] {
        0 => required(context, config, choices, &inside),
        1 => several(context, config, choices, &inside),
        2 => empty(context, config, choices, &inside),
        3 => unknown_member(context, config, choices, &inside),
        4 => types_draft(context, config, choices, &[at[1], at[3]]),
        _ => placeholder(context, config, choices, &[at[1], at[3]]),
    }
}

/// Returns the labels that can be empty: those that are strings.
fn text_labels(context: &Context) -> Vec<&Member> {
    bound_in_input(context, |model, member| {
        member.traits.binding == Binding::Label
            && matches!(model.kind(member.target), ShapeKind::String)
    })
}

pub(super) fn empty_label_refused() -> Recipe {
    recipe(
        |context| vec![text_labels(context).len(), 4],
        |context, config, choices, at| {
            let mut input = plain_input(context, config, choices);
            set(&mut input, nth(&text_labels(context), at[0])?, Json::from(""))?;
            Some(Draft::new(input, plain_answer(context, choices)?))
        },
    )
}
