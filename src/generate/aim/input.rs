//! Inputs that break the contract, for the laws on what a client refuses.

use crate::generate::answer::{insert, unknown};
use crate::generate::config::Config;
use crate::generate::draw::Draw;
use crate::generate::input::{changed, input_places};
use crate::generate::scene::{Draft, Scene};
use crate::generate::text::UNKNOWN_NAMES;
use crate::generate::tree::Spelled;
use crate::generate::value::json;
use crate::http::Answer;
use crate::json::Json;
use crate::shape::{Members, ShapeKind};
use crate::value::SDK_UNKNOWN_MEMBER;

use super::response::{KINDS, nth};
use super::{Recipe, recipe};

pub(super) const RECIPES: &[Recipe] = &[
    recipe("input.required-members", |scene| vec![scene.input_places(), 4], required),
    recipe("input.union-one-member", |_| vec![4, 3, UNKNOWN_NAMES.len()], several),
    recipe("input.union-not-empty", |_| vec![4, 8], empty),
    recipe(
        "input.unknown-members",
        |scene| vec![scene.input_places(), 3, UNKNOWN_NAMES.len()],
        unknown_member,
    ),
    recipe("input.types", |scene| vec![scene.input_places(), KINDS.len()], types),
    recipe("input.unknown-placeholder-refused", |_| vec![4, UNKNOWN_NAMES.len()], placeholder),
    recipe("input.refused-before-sending", |scene| vec![6, scene.input_places(), 3, 30], any),
];

/// A call with this input. Nothing is sent; were it, this would be the answer.
fn refused(scene: &Scene, draw: &mut Draw, input: Json) -> Option<Draft> {
    let answer = scene.body(&Config::realistic(), draw)?;
    let body = answer.write(Default::default(), draw);
    Some(Draft::new(input, Answer::json(scene.contract().operation().http().code, body)))
}

/// With the members in it that faults are put into.
fn roomy(config: &Config) -> Config {
    Config { absent: config.absent.min(20), ..config.clone() }
}

fn required(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let input = changed(scene, &roomy(config), draw, |tree, _| {
        for more in 0..=at[1] / 2 {
            let required = input_places(scene, tree, |_, place| place.member == Some(true));
            let Some(place) = nth(&required, at[0] + more) else { break };
            let (around, index) = place.around()?;
            tree.at(around)?.members_mut()?.remove(index);
        }
        Some(())
    })?;
    refused(scene, draw, input)
}

/// An input, after `change` was made to one of its unions.
fn with_union(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    index: usize,
    change: impl FnOnce(&mut Spelled, &Members, &mut Draw) -> Option<()>,
) -> Option<Draft> {
    let input = changed(scene, &roomy(config), draw, |tree, draw| {
        let unions = input_places(scene, tree, |kind, _| matches!(kind, ShapeKind::Union(_)));
        let place = nth(&unions, index)?;
        let ShapeKind::Union(members) = scene.contract().model().kind(place.shape) else {
            return None;
        };
        change(tree.at(&place.steps)?, members, draw)
    })?;
    refused(scene, draw, input)
}

fn name(scene: &Scene, values: &[(String, Spelled)], index: usize, draw: &mut Draw) -> String {
    let listed = nth(UNKNOWN_NAMES, index).copied().unwrap_or("Okta");
    let free = !scene.knows(listed) && values.iter().all(|(other, _)| other != listed);
    if free && !draw.chance(30) {
        listed.to_owned()
    } else {
        unknown(scene, &values.to_vec(), draw)
    }
}

/// What stands for an unknown member in an output.
fn unknown_value(draw: &mut Draw) -> Spelled {
    let name = draw.pick(&["Okta", "", "ActiveDirectoryIdentityProvider", "é"]);
    match draw.below(6) {
        0..4 => Spelled::Object(vec![("name".to_owned(), Spelled::Text(name.to_owned()))]),
        4 => Spelled::Object(vec![("name".to_owned(), Spelled::raw("null"))]),
        _ => Spelled::Object(Vec::new()),
    }
}

fn several(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, members, draw| {
        let values = union.members_mut()?;
        let own = members.iter().map(|member| member.name.as_str());
        let own = own.filter(|name| values.iter().all(|(other, _)| other != name));
        let own: Vec<_> = own.map(str::to_owned).collect();
        let (name, value) = match (at[1], draw.choose(&own)) {
            (0, Some(own)) => (own.clone(), Spelled::Object(Vec::new())),
            (1, _) => (SDK_UNKNOWN_MEMBER.to_owned(), unknown_value(draw)),
            _ => {
                let value = crate::generate::answer::not_null(draw);
                (name(scene, values, at[2], draw), value)
            }
        };
        insert(values, name, value, draw);
        Some(())
    })
}

fn empty(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, _| {
        union.members_mut()?.clear();
        Some(())
    })
}

fn unknown_member(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let input = changed(scene, &roomy(config), draw, |tree, draw| {
        let objects = input_places(scene, tree, |kind, _| {
            matches!(kind, ShapeKind::Structure(_) | ShapeKind::Union(_))
        });
        let place = nth(&objects, at[0])?;
        let union = matches!(scene.contract().model().kind(place.shape), ShapeKind::Union(_));
        let values = tree.at(&place.steps)?.members_mut()?;
        let name = match nth(values, draw.below(50)) {
            // Nearly one of the contract's.
            Some((own, _)) if draw.chance(20) && !scene.knows(&own.to_lowercase()) => {
                own.to_lowercase()
            }
            _ => name(scene, values, at[2], draw),
        };
        let value = Spelled::from_json(&json(2, draw));
        if union {
            *values = vec![(name, value)];
        } else {
            let at = [0, values.len() / 2, values.len()][at[1] % 3];
            values.insert(at, (name, value));
        }
        Some(())
    })?;
    refused(scene, draw, input)
}

fn types(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let value = *nth(KINDS, at[1])?;
    let input = changed(scene, &roomy(config), draw, |tree, draw| {
        let places = input_places(scene, tree, |kind, place| {
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
        *tree.at(&place.steps)? = Spelled::raw(value);
        if draw.chance(10)
            && let Some(place) = nth(&places, at[0] + 1)
            && let Some(node) = tree.at(&place.steps)
        {
            *node = Spelled::raw(value);
        }
        Some(())
    })?;
    refused(scene, draw, input)
}

fn placeholder(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    with_union(scene, config, draw, at[0], |union, _, draw| {
        let name = nth(UNKNOWN_NAMES, at[1])?;
        let value = match draw.chance(50) {
            true => Spelled::Object(vec![("name".to_owned(), Spelled::Text((*name).to_owned()))]),
            false => unknown_value(draw),
        };
        *union = Spelled::Object(vec![(SDK_UNKNOWN_MEMBER.to_owned(), value)]);
        Some(())
    })
}

fn any(scene: &Scene, config: &Config, draw: &mut Draw, at: &[usize]) -> Option<Draft> {
    let inside = [at[1], at[2], at[3]];
    match at[0] {
        0 => required(scene, config, draw, &inside),
        1 => several(scene, config, draw, &inside),
        2 => empty(scene, config, draw, &inside),
        3 => unknown_member(scene, config, draw, &inside),
        4 => types(scene, config, draw, &[at[1], at[3]]),
        _ => placeholder(scene, config, draw, &[at[1], at[3]]),
    }
}
