//! Answers for the laws on unions.

use crate::generate::answer::{hint, insert, not_null, success, unknown};
use crate::generate::config::Config;
use crate::generate::draw::Draw;
use crate::generate::scene::{Draft, Scene};
use crate::generate::text::UNKNOWN_NAMES;
use crate::generate::tree::Spelled;
use crate::shape::{Members, ShapeKind};

use super::response::{KINDS, nth, wanted_places};
use super::{Recipe, recipe};

pub(super) const RECIPES: &[Recipe] = &[
    recipe("union.known-member", |scene| vec![scene.output_places(), 30], known),
    recipe("union.unknown-member-tolerated", |_| vec![4, UNKNOWN_NAMES.len(), 3], unknown_object),
    recipe("union.unknown-member-named", |_| vec![4, UNKNOWN_NAMES.len(), 3], unknown_named),
    recipe("union.unknown-value-irrelevant", |_| vec![4, KINDS.len(), 5], unknown_value),
    recipe("union.type-hint-ignored", |_| vec![4, 3, KINDS.len() + 4], type_hint),
    recipe("union.null-members-ignored", |_| vec![4, 3, UNKNOWN_NAMES.len()], null_member),
    recipe("union.null-is-absent", |_| vec![4, 8], null),
    recipe("union.never-two-members", |_| vec![4, 3, 8], tempting),
    recipe("union.several-members-refused", |_| vec![4, 3, KINDS.len()], several),
    recipe("union.no-member-refused", |_| vec![4, 5, UNKNOWN_NAMES.len()], none),
    recipe("union.non-object-refused", |_| vec![4, KINDS.len(), 4], no_object),
];

type Values = Vec<(String, Spelled)>;

/// An answer, after `change` was made to one of its unions; its members are told too.
fn with_union(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    index: usize,
    change: impl FnOnce(&mut Spelled, &Members, &mut Draw) -> Option<()>,
) -> Option<Draft> {
    // Deeper ones are there only where what holds them is.
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(scene, &config, draw, |tree, draw| {
        let unions = wanted_places(scene, tree, |kind, _| matches!(kind, ShapeKind::Union(_)));
        let place = nth(&unions, index)?;
        let ShapeKind::Union(members) = scene.contract().model().kind(place.shape) else {
            return None;
        };
        change(tree.at(&place.steps)?, members, draw)
    })?;
    Some(Draft::answered(scene, answer, draw))
}

fn known(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: draw.between(0, 100) as u8, unknown_tags: 0, ..config.clone() };
    with_union(scene, &config, draw, at[0], |_, _, _| Some(()))
}

/// The name of an unknown member, by its index or drawn.
fn name(scene: &Scene, values: &Values, index: usize, draw: &mut Draw) -> String {
    let listed = nth(UNKNOWN_NAMES, index).copied().unwrap_or("Okta");
    let free = |name: &str| !scene.knows(name) && values.iter().all(|(other, _)| other != name);
    match draw.chance(30) || !free(listed) {
        true => unknown(scene, values, draw),
        false => listed.to_owned(),
    }
}

fn unknown_object(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, draw| {
        let name = name(scene, &Vec::new(), at[1], draw);
        let value = match at[2] {
            0 => Spelled::Object(Vec::new()),
            1 => Spelled::Object(vec![("Id".to_owned(), Spelled::Text("x".to_owned()))]),
            // What looks like a known member a level down.
            _ => Spelled::Object(vec![("a".to_owned(), union.clone())]),
        };
        *union = Spelled::Object(vec![(name, value)]);
        Some(())
    })
}

fn unknown_named(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let own = members.iter().next().map_or("Member", |member| member.wire_name());
        let near = [own.to_lowercase(), format!("{own} "), own.to_uppercase(), format!("{own}V2")];
        let name = match nth(&near, draw.below(4)) {
            Some(near) if at[2] == 1 && !scene.knows(near) => near.clone(),
            _ => name(scene, &Vec::new(), at[1], draw),
        };
        let value = if at[2] == 0 { Spelled::Object(Vec::new()) } else { not_null(draw) };
        *union = Spelled::Object(vec![(name, value)]);
        Some(())
    })
}

fn unknown_value(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, draw| {
        let name = name(scene, &Vec::new(), at[2], draw);
        let value = match at[2] < 3 {
            true => Spelled::raw(*nth(KINDS, at[1])?),
            false => not_null(draw),
        };
        *union = Spelled::Object(vec![(name, value)]);
        Some(())
    })
}

/// A place among the members: before, between or behind them.
fn position(values: &Values, index: usize) -> usize {
    match index % 3 {
        0 => 0,
        1 => values.len() / 2,
        _ => values.len(),
    }
}

fn type_hint(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, draw| {
        let values = union.members_mut()?;
        if draw.chance(20) {
            let (name, value) = (name(scene, &Vec::new(), draw.below(40), draw), not_null(draw));
            *values = vec![(name, value)];
        }
        if draw.chance(20) {
            let name = unknown(scene, values, draw);
            insert(values, name, Spelled::raw("null"), draw);
        }
        let value = match KINDS.get(at[2]) {
            Some(value) => Spelled::raw(*value),
            None => hint(draw),
        };
        let at = position(values, at[1]);
        values.insert(at, ("__type".to_owned(), value));
        Some(())
    })
}

/// A member of the union that is not there: one of the contract's, else one that it does not know.
fn other_member(
    scene: &Scene,
    members: &Members,
    values: &Values,
    index: usize,
    draw: &mut Draw,
) -> String {
    let there = |name: &str| values.iter().any(|(other, _)| other == name);
    let own: Vec<_> =
        members.iter().map(|member| member.wire_name()).filter(|name| !there(name)).collect();
    match draw.choose(&own) {
        Some(own) if index.is_multiple_of(2) => (*own).to_owned(),
        _ => name(scene, values, index, draw),
    }
}

fn null_member(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let values = union.members_mut()?;
        for more in 0..draw.between(1, 3) {
            let name = other_member(scene, members, values, at[2] + more, draw);
            let at = position(values, at[1] + more);
            values.insert(at, (name, Spelled::raw("null")));
        }
        Some(())
    })
}

fn null(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, _| {
        *union = Spelled::raw("null");
        Some(())
    })
}

/// Valid unions in which there is a second member to be shown wrongly.
fn tempting(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let values = union.members_mut()?;
        if at[2] & 1 > 0 {
            let name = other_member(scene, members, values, draw.below(40), draw);
            let at = position(values, at[1]);
            values.insert(at, (name, Spelled::raw("null")));
        }
        if at[2] & 2 > 0 {
            let at = position(values, at[1]);
            values.insert(at, ("__type".to_owned(), hint(draw)));
        }
        if at[2] & 4 > 0 {
            let value = not_null(draw);
            if let Some((_, Spelled::Object(inside))) = values.first_mut() {
                let name = unknown(scene, inside, draw);
                insert(inside, name, value, draw);
            }
        }
        Some(())
    })
}

fn several(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let values = union.members_mut()?;
        for _ in 0..draw.between(1, 2) {
            let name = other_member(scene, members, values, at[2], draw);
            let value = match nth(KINDS, at[2]) {
                // A known member's value would be one of a wrong type.
                Some(value) if !scene.knows(&name) && *value != "null" => Spelled::raw(*value),
                _ => Spelled::Object(Vec::new()),
            };
            let at = position(values, at[1]);
            values.insert(at, (name, value));
        }
        Some(())
    })
}

fn none(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let values = union.members_mut()?;
        values.clear();
        if at[1] >= 1 && at[1] != 2 {
            for more in 0..draw.between(1, 2) {
                let name = other_member(scene, members, values, at[2] + more, draw);
                values.push((name, Spelled::raw("null")));
            }
        }
        if at[1] >= 2 && at[1] < 4 {
            insert(values, "__type".to_owned(), hint(draw), draw);
        }
        Some(())
    })
}

fn no_object(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let own = members.iter().next().map_or("", |member| member.wire_name());
        *union = match at[2] {
            0 | 1 => Spelled::raw(*nth(KINDS, at[1])?),
            2 => Spelled::Text(own.to_owned()),
            _ => Spelled::Array(vec![union.clone(), not_null(draw)]),
        };
        Some(())
    })
}
