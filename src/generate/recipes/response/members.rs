//! Successes whose members are of interest: their values, whether they are there, and what else is.

use crate::generate::answer::{insert, success, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::text::{
    LENGTHS, LONGEST, ODD, ODD_DATES, UNKNOWN_NAMES, long, names_a_date, odd,
};
use crate::generate::tree::{ESCAPES, RawTree, escape};
use crate::generate::value::json;
use crate::model::ShapeKind;

use super::super::{Recipe, nth, recipe};
use super::{KINDS, remove, wanted_places};

/// How many texts there are along an axis of texts.
const TEXTS: usize = ODD.len() + LENGTHS.len() + 32 + ESCAPES * 8;

/// Returns one of these texts, by its index, or a drawn one.
fn text_at(index: usize, choices: &mut Choices) -> RawTree {
    if let Some(text) = ODD.get(index) {
        return RawTree::Text((*text).to_owned());
    }
    let index = index - ODD.len();
    if let Some(length) = LENGTHS.get(index) {
        return RawTree::Text(long(*length, choices));
    }
    let index = index - LENGTHS.len();
    // Each control character, and then others in each way to escape them.
    let (c, way) = match index.checked_sub(32) {
        None => (char::from(index as u8), choices.below(ESCAPES)),
        Some(at) => {
            let escaped = ['"', '\\', '/', 'a', 'é', '\u{2028}', '\u{ffff}', '\u{10ffff}'];
            (nth(&escaped, at / ESCAPES).copied().unwrap_or('a'), at % ESCAPES)
        }
    };
    let mut bytes = b"\"".to_vec();
    if choices.chance(50) {
        bytes.extend_from_slice(b"ab");
    }
    escape(c, way, &mut bytes);
    bytes.push(b'"');
    RawTree::Raw(bytes)
}

pub(in crate::generate::recipes) fn members_decoded() -> Recipe {
    recipe(|context| vec![context.output_places(), TEXTS], some_text)
}

pub(in crate::generate::recipes) fn strings_exact() -> Recipe {
    recipe(|context| vec![context.output_places(), TEXTS], some_text)
}

fn some_text(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let leaves = wanted_places(context, tree, |kind, place| {
            matches!(kind, ShapeKind::String | ShapeKind::Enum(_))
                && !names_a_date(tree.name_at(&place.steps))
        });
        if let Some(place) = nth(&leaves, at[0]) {
            let text = match choices.once_in(300) {
                true => RawTree::Text(long(LONGEST, choices)),
                false if choices.chance(30) => RawTree::Text(odd(choices)),
                false => text_at(at[1], choices),
            };
            *tree.at(&place.steps)? = text;
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn absent_members_absent() -> Recipe {
    recipe(|context| vec![context.output_places(), 3], absent)
}

fn absent(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, _| {
        for more in 0..=at[1] {
            // There may be none left; others may be absent already.
            let _ = remove(context, tree, at[0] + more, |_, place| place.member == Some(false));
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn null_is_absent() -> Recipe {
    recipe(|context| vec![context.output_places(), 4], null)
}

fn null(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, _| {
        for more in 0..=at[1] {
            let optional = wanted_places(context, tree, |kind, place| {
                place.member == Some(false) && !matches!(kind, ShapeKind::Union(_))
            });
            let place = nth(&optional, at[0] + more)?;
            *tree.at(&place.steps)? = RawTree::raw("null");
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn unknown_members_ignored() -> Recipe {
    recipe(
        |context| vec![context.output_places(), 3, KINDS.len(), UNKNOWN_NAMES.len() + 6],
        unknown_member,
    )
}

fn unknown_member(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let place = nth(&structures, at[0])?;
        let values = tree.at(&place.steps)?.members_mut()?;
        let value = match choices.chance(20) {
            true => RawTree::from_json(&json(3, choices)),
            false => RawTree::raw(*nth(KINDS, at[2])?),
        };
        let name = unknown_name(context, values, at[3], choices);
        let position = [0, values.len() / 2, values.len()];
        values.insert(*nth(&position, at[1])?, (name, value));
        if choices.chance(30) {
            let name = unknown(context, values, choices);
            insert(values, name, RawTree::from_json(&json(2, choices)), choices);
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// Returns a name of the list, or one that is nearly one of the contract's.
fn unknown_name(
    context: &Context,
    values: &[(String, RawTree)],
    index: usize,
    choices: &mut Choices,
) -> String {
    let own = nth(values, choices.below(100)).map_or("Member", |(name, _)| name.as_str());
    let name = match index.checked_sub(UNKNOWN_NAMES.len()) {
        None => UNKNOWN_NAMES[index].to_owned(),
        Some(0) => own.to_lowercase(),
        Some(1) => own.to_uppercase(),
        Some(2) => format!("{own} "),
        Some(3) => format!("{own}s"),
        Some(4) => own.chars().skip(1).collect(),
        Some(_) => format!("{own}\0"),
    };
    let taken = |name: &str| {
        name == "__type" || context.knows(name) || values.iter().any(|(other, _)| other == name)
    };
    let mut name = name;
    while taken(&name) {
        name.push('_');
    }
    name
}

pub(in crate::generate::recipes) fn dates_verbatim() -> Recipe {
    recipe(|_| vec![6, ODD_DATES.len() + 2], date)
}

fn date(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, choices| {
        let leaves = wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::String));
        let mut dates: Vec<_> =
            leaves.iter().filter(|place| names_a_date(tree.name_at(&place.steps))).collect();
        if dates.is_empty() || at[0] >= 4 {
            dates = leaves.iter().collect(); // a text that looks like a date is one, too
        }
        let date = match ODD_DATES.get(at[1]) {
            Some(date) => (*date).to_owned(),
            None => crate::generate::text::common_date(choices),
        };
        let place = nth(&dates, at[0])?;
        *tree.at(&place.steps)? = RawTree::Text(date);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn missing_required_survived() -> Recipe {
    recipe(|context| vec![context.output_places(), 2], missing)
}

pub(in crate::generate::recipes) fn missing_required_left_out() -> Recipe {
    recipe(|context| vec![context.output_places(), 2], missing)
}

fn missing(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| match at[1] {
        0 => {
            remove(context, tree, at[0], |_, place| place.member == Some(true))?;
            if choices.chance(20) {
                let _ = remove(context, tree, at[0] + 1, |_, place| place.member == Some(true));
            }
            Some(())
        }
        _ => {
            let required = wanted_places(context, tree, |kind, place| {
                place.member == Some(true) && !matches!(kind, ShapeKind::Union(_))
            });
            *tree.at(&nth(&required, at[0])?.steps)? = RawTree::raw("null");
            Some(())
        }
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn duplicate_members() -> Recipe {
    recipe(|context| vec![context.output_places(), 6], duplicate)
}

fn duplicate(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let places = wanted_places(context, tree, |_, place| place.member.is_some());
        let (around, index) = nth(&places, at[0])?.around()?;
        let values = tree.at(around)?.members_mut()?;
        let (name, value) = values.get(index)?.clone();
        let other = match (&value, at[1] % 3) {
            (RawTree::Text(text), 0) => RawTree::Text(format!("{text}2")),
            (_, 1) => RawTree::raw("null"),
            _ => value,
        };
        // The other comes first or last, and so counts or does not.
        let position = if at[1] < 3 { index } else { choices.between(index + 1, values.len()) };
        values.insert(position, (name, other));
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn never_invents() -> Recipe {
    recipe(|context| vec![context.output_places(), 8], sparse)
}

/// Answers with little in them, in which there is much to be made up.
fn sparse(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let absent = choices.between(40, 100) as u8;
    let config = Config { absent, ..config.clone() };
    let answer = success(context, &config, choices, |tree, _| {
        for more in 0..at[1] {
            let _ = remove(context, tree, at[0] + more, |_, place| place.member == Some(false));
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}
