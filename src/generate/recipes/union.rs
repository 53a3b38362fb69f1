//! Answers for the policies on unions.

mod neighbours;

use crate::generate::answer::{hint, insert, not_null, success, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::text::UNKNOWN_NAMES;
use crate::generate::tree::RawTree;
use crate::model::{Members, ShapeKind};

use neighbours::{NESTED, unknown_among, ways};

use super::response::{KINDS, wanted_places};
use super::{Recipe, nth, recipe};

type Values = Vec<(String, RawTree)>;

/// Returns an answer, after `change` was made to one of its unions; its members are told too.
fn with_union(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    index: usize,
    change: impl FnOnce(&mut RawTree, &Members, &mut Choices) -> Option<()>,
) -> Option<Draft> {
    // Deeper ones are there only where what holds them is.
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, choices| {
        let unions = wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Union(_)));
        let place = nth(&unions, index)?;
        let ShapeKind::Union(members) = context.contract().model().kind(place.shape) else {
            return None;
        };
        change(tree.at(&place.steps)?, members, choices)
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(super) fn known_member() -> Recipe {
    // If unions stand in unions, some have an unknown member in the inner one.
    recipe(
        |context| vec![context.output_places(), KNOWN + if ways(context) > 0 { 6 } else { 0 }],
        known,
    )
}

/// How many answers there are for each place in which every union has a known member.
const KNOWN: usize = 30;

fn known(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    if at[1] >= KNOWN {
        let name = name(context, &Vec::new(), at[0], choices);
        return unknown_among(context, config, choices, (at[0], NESTED), &name);
    }
    let config =
        Config { absent: choices.between(0, 100) as u8, unknown_tags: 0, ..config.clone() };
    with_union(context, &config, choices, at[0], |_, _, _| Some(()))
}

/// Returns the name of an unknown member, by its index or drawn.
fn name(context: &Context, values: &Values, index: usize, choices: &mut Choices) -> String {
    let listed = nth(UNKNOWN_NAMES, index).copied().unwrap_or("Okta");
    let free = |name: &str| !context.knows(name) && values.iter().all(|(other, _)| other != name);
    match choices.chance(30) || !free(listed) {
        true => unknown(context, values, choices),
        false => listed.to_owned(),
    }
}

pub(super) fn unknown_member_tolerated() -> Recipe {
    recipe(|context| vec![4, UNKNOWN_NAMES.len(), 3 + ways(context)], unknown_object)
}

fn unknown_object(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    if let Some(way) = at[2].checked_sub(3) {
        let name = name(context, &Vec::new(), at[1], choices);
        return unknown_among(context, config, choices, (at[0], way), &name);
    }
    with_union(context, config, choices, at[0], |union, _, choices| {
        let name = name(context, &Vec::new(), at[1], choices);
        let value = match at[2] {
            0 => RawTree::Object(Vec::new()),
            1 => RawTree::Object(vec![("Id".to_owned(), RawTree::Text("x".to_owned()))]),
            // What looks like a known member a level down.
            _ => RawTree::Object(vec![("a".to_owned(), union.clone())]),
        };
        *union = RawTree::Object(vec![(name, value)]);
        Some(())
    })
}

pub(super) fn unknown_member_named() -> Recipe {
    recipe(|context| vec![4, UNKNOWN_NAMES.len(), 3 + ways(context)], unknown_named)
}

fn unknown_named(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    if let Some(way) = at[2].checked_sub(3) {
        let name = name(context, &Vec::new(), at[1], choices);
        return unknown_among(context, config, choices, (at[0], way), &name);
    }
    with_union(context, config, choices, at[0], |union, members, choices| {
        let own = members.iter().next().map_or("Member", |member| member.wire_name());
        let near = [own.to_lowercase(), format!("{own} "), own.to_uppercase(), format!("{own}V2")];
        let name = match nth(&near, choices.below(4)) {
            Some(near) if at[2] == 1 && !context.knows(near) => near.clone(),
            _ => name(context, &Vec::new(), at[1], choices),
        };
        let value = if at[2] == 0 { RawTree::Object(Vec::new()) } else { not_null(choices) };
        *union = RawTree::Object(vec![(name, value)]);
        Some(())
    })
}

pub(super) fn unknown_value_irrelevant() -> Recipe {
    recipe(|_| vec![4, KINDS.len(), 5], unknown_value)
}

fn unknown_value(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, _, choices| {
        let name = name(context, &Vec::new(), at[2], choices);
        let value = match at[2] < 3 {
            true => RawTree::raw(*nth(KINDS, at[1])?),
            false => not_null(choices),
        };
        *union = RawTree::Object(vec![(name, value)]);
        Some(())
    })
}

/// Returns a place among the members: before, between or behind them.
fn position(values: &Values, index: usize) -> usize {
    match index % 3 {
        0 => 0,
        1 => values.len() / 2,
        _ => values.len(),
    }
}

pub(super) fn type_hint_ignored() -> Recipe {
    recipe(|_| vec![4, 3, KINDS.len() + 4], type_hint)
}

fn type_hint(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, _, choices| {
        let values = union.members_mut()?;
        if choices.chance(20) {
            let (name, value) =
                (name(context, &Vec::new(), choices.below(40), choices), not_null(choices));
            *values = vec![(name, value)];
        }
        if choices.chance(20) {
            let name = unknown(context, values, choices);
            insert(values, name, RawTree::raw("null"), choices);
        }
        let value = match KINDS.get(at[2]) {
            Some(value) => RawTree::raw(*value),
            None => hint(choices),
        };
        let at = position(values, at[1]);
        values.insert(at, ("__type".to_owned(), value));
        Some(())
    })
}

/// Returns a member of the union that is not there: one of the contract's, else one that it does not know.
fn other_member(
    context: &Context,
    members: &Members,
    values: &Values,
    index: usize,
    choices: &mut Choices,
) -> String {
    let there = |name: &str| values.iter().any(|(other, _)| other == name);
    let own: Vec<_> =
        members.iter().map(|member| member.wire_name()).filter(|name| !there(name)).collect();
    match choices.choose(&own) {
        Some(own) if index.is_multiple_of(2) => (*own).to_owned(),
        _ => name(context, values, index, choices),
    }
}

pub(super) fn null_members_ignored() -> Recipe {
    recipe(|_| vec![4, 3, UNKNOWN_NAMES.len()], null_member)
}

fn null_member(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let values = union.members_mut()?;
        for more in 0..choices.between(1, 3) {
            let name = other_member(context, members, values, at[2] + more, choices);
            let at = position(values, at[1] + more);
            values.insert(at, (name, RawTree::raw("null")));
        }
        Some(())
    })
}

pub(super) fn null_is_absent() -> Recipe {
    recipe(|_| vec![4, 8], null)
}

fn null(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, _, _| {
        *union = RawTree::raw("null");
        Some(())
    })
}

pub(super) fn never_two_members() -> Recipe {
    recipe(|_| vec![4, 3, 8], tempting)
}

/// Valid unions in which there is a second member to be shown wrongly.
fn tempting(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let values = union.members_mut()?;
        if at[2] & 1 > 0 {
            let name = other_member(context, members, values, choices.below(40), choices);
            let at = position(values, at[1]);
            values.insert(at, (name, RawTree::raw("null")));
        }
        if at[2] & 2 > 0 {
            let at = position(values, at[1]);
            values.insert(at, ("__type".to_owned(), hint(choices)));
        }
        if at[2] & 4 > 0 {
            let value = not_null(choices);
            if let Some((_, RawTree::Object(inside))) = values.first_mut() {
                let name = unknown(context, inside, choices);
                insert(inside, name, value, choices);
            }
        }
        Some(())
    })
}

pub(super) fn several_members_refused() -> Recipe {
    recipe(|_| vec![4, 3, KINDS.len()], several)
}

fn several(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let values = union.members_mut()?;
        for _ in 0..choices.between(1, 2) {
            let name = other_member(context, members, values, at[2], choices);
            let value = match nth(KINDS, at[2]) {
                // A known member's value would be one of a wrong type.
                Some(value) if !context.knows(&name) && *value != "null" => RawTree::raw(*value),
                _ => RawTree::Object(Vec::new()),
            };
            let at = position(values, at[1]);
            values.insert(at, (name, value));
        }
        Some(())
    })
}

pub(super) fn no_member_refused() -> Recipe {
    recipe(|_| vec![4, 5, UNKNOWN_NAMES.len()], none)
}

fn none(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let values = union.members_mut()?;
        values.clear();
        if at[1] >= 1 && at[1] != 2 {
            for more in 0..choices.between(1, 2) {
                let name = other_member(context, members, values, at[2] + more, choices);
                values.push((name, RawTree::raw("null")));
            }
        }
        if at[1] >= 2 && at[1] < 4 {
            insert(values, "__type".to_owned(), hint(choices), choices);
        }
        Some(())
    })
}

pub(super) fn non_object_refused() -> Recipe {
    recipe(|_| vec![4, KINDS.len(), 4], no_object)
}

fn no_object(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    with_union(context, config, choices, at[0], |union, members, choices| {
        let own = members.iter().next().map_or("", |member| member.wire_name());
        *union = match at[2] {
            0 | 1 => RawTree::raw(*nth(KINDS, at[1])?),
            2 => RawTree::Text(own.to_owned()),
            _ => RawTree::Array(vec![union.clone(), not_null(choices)]),
        };
        Some(())
    })
}
