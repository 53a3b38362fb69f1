//! Successes of an odd form: order, white space, depth, size, Content-Type and codings.

use std::io::Read;

use flate2::Compression;
use flate2::bufread::GzEncoder;

use crate::generate::answer::{CONTENT_TYPES, deep, insert, large, shuffle, success, unknown};
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::text::{REQUEST_ID_SPELLINGS, long, names_a_date, request_id};
use crate::generate::tree::RawTree;
use crate::generate::wire::{EXTENSIONS, chunks};
use crate::http::{Answer, Chunks, Framing};
use crate::model::ShapeKind;

use super::super::{Recipe, error, nth, recipe};
use super::{gaps, wanted_places};

pub(in crate::generate::recipes) fn member_order_irrelevant() -> Recipe {
    recipe(|context| vec![context.output_places(), 12], order)
}

fn order(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let config = Config { absent: config.absent.min(30), ..config.clone() };
    let answer = success(context, &config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let ordered: Vec<_> = structures
            .iter()
            .filter(|place| {
                matches!(tree.get(&place.steps), Some(RawTree::Object(members)) if members.len() > 1)
            })
            .collect();
        let place = nth(&ordered, at[0])?;
        let values = tree.at(&place.steps)?.members_mut()?;
        match at[1] {
            0 => values.reverse(),
            1 => values.rotate_left(1),
            2 => values.rotate_right(1),
            3 => {
                let last = values.len() - 1;
                values.swap(0, last);
            }
            _ => shuffle(values, choices),
        }
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn content_type_tolerated() -> Recipe {
    recipe(|_| vec![CONTENT_TYPES.len(), 2], content_type)
}

fn content_type(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    let told = nth(CONTENT_TYPES, at[0]).copied().flatten();
    let name = nth(&["Content-Type", "content-type"], at[1])?;
    answer.headers = told.map(|told| (*name, told)).into_iter().collect();
    Some(Draft::answered(context, answer, choices))
}

const SPACES: &[&str] = &[" ", "\n", "\t", "\r", "\r\n", "    ", " \t\r\n", "\n\n\n"];

pub(in crate::generate::recipes) fn whitespace_tolerated() -> Recipe {
    recipe(|_| vec![SPACES.len(), 60], space)
}

fn space(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let spaces = match choices.chance(30) {
        true => choices.between(1, 100) as u8,
        false => config.spaces,
    };
    let config = Config { spaces, ..config.clone() };
    let mut answer = success(context, &config, choices, |_, _| Some(()))?;
    let gap = *nth(&gaps(&answer.body), at[1])?;
    let space = nth(SPACES, at[0])?.bytes();
    answer.body.splice(gap..gap, space);
    Some(Draft::answered(context, answer, choices))
}

/// Depths about which something changes in some reader.
const DEPTHS: &[usize] = &[
    33, 34, 48, 49, 63, 64, 65, 66, 96, 97, 98, 99, 100, 101, 127, 128, 129, 130, 255, 256, 257,
    511, 512, 513, 999, 1000, 1001,
];

pub(in crate::generate::recipes) fn deep_nesting_survived() -> Recipe {
    recipe(|context| vec![DEPTHS.len(), context.output_places()], nested)
}

fn nested(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let depth = match choices.once_in(100) {
        true => choices.between(1_001, 50_000),
        false if choices.chance(40) => choices.between(33, 100),
        false => *nth(DEPTHS, at[0])?,
    };
    nested_to(depth, context, config, choices, at[1])
}

pub(in crate::generate::recipes) fn any_depth_survived() -> Recipe {
    recipe(|context| vec![DEPTHS.len(), context.output_places()], nested_deeper)
}

/// Nothing that every client must read.
fn nested_deeper(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let depth = match choices.once_in(100) {
        true => choices.between(1_001, 50_000),
        false => (*nth(DEPTHS, at[0])?).max(101) + choices.below(2),
    };
    nested_to(depth, context, config, choices, at[1])
}

/// Returns an answer with an unknown member of this depth in one of its structures.
fn nested_to(
    depth: usize,
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    place: usize,
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let values = tree.at(&nth(&structures, place)?.steps)?.members_mut()?;
        let name = unknown(context, values, choices);
        let value = deep(depth, choices);
        insert(values, name, value, choices);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn large_survived() -> Recipe {
    recipe(|context| vec![context.output_places(), 5], large_answer)
}

fn large_answer(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let answer = success(context, config, choices, |tree, choices| {
        let strings = wanted_places(context, tree, |kind, place| {
            matches!(kind, ShapeKind::String) && !names_a_date(tree.name_at(&place.steps))
        });
        if at[1] == 0
            && choices.chance(12)
            && let Some(place) = nth(&strings, at[0])
        {
            let length = match choices.once_in(100) {
                true => 1_048_576,
                false => choices.between(65_536, 70_000),
            };
            *tree.at(&place.steps)? = RawTree::Text(long(length, choices));
            return Some(());
        }
        let structures =
            wanted_places(context, tree, |kind, _| matches!(kind, ShapeKind::Structure(_)));
        let values = tree.at(&nth(&structures, at[0])?.steps)?.members_mut()?;
        let name = unknown(context, values, choices);
        let value = large(choices);
        insert(values, name, value, choices);
        Some(())
    })?;
    Some(Draft::answered(context, answer, choices))
}

/// How the sizes of chunks are spelled: whether with capital digits, and with how many zeros before them.
const SPELLINGS: &[(bool, usize)] = &[(false, 0), (true, 0), (false, 1), (true, 4)];

pub(in crate::generate::recipes) fn chunked_decoded() -> Recipe {
    recipe(|_| vec![520, EXTENSIONS.len(), 2, SPELLINGS.len()], chunked)
}

fn chunked(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    // Characters of several bytes are what a split goes through.
    let config = Config { odd_texts: config.odd_texts.max(10), ..config.clone() };
    let mut answer = if choices.chance(15) {
        error::plain(context, choices)?
    } else {
        success(context, &config, choices, |_, _| Some(()))?
    };
    let kind = choices.below(6);
    let mut framing = chunks(answer.body.len(), kind, choices);
    if at[2] == 0 {
        // One split, at each byte in turn.
        let split = at[0].checked_rem(answer.body.len())?.max(1);
        framing = Chunks { sizes: vec![split, usize::MAX], ..framing };
    }
    framing.extension = (*nth(EXTENSIONS, at[1])?).to_owned();
    (framing.capital, framing.zeros) = *nth(SPELLINGS, at[3])?;
    answer = Answer { framing: Framing::Chunked(framing), ..answer };
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn content_coding_undone() -> Recipe {
    recipe(|_| vec![3, 10], coded)
}

/// Answers that are in gzip, or say so.
fn coded(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = match at[0] {
        2 => error::plain(context, choices)?,
        _ => success(context, &quiet, choices, |_, _| Some(()))?,
    };
    let level = Compression::new(nth(&[0, 1, 6, 9], choices.below(4)).copied().unwrap_or(6));
    if at[0] != 1 {
        let mut gzip = GzEncoder::new(&answer.body[..], level);
        let mut body = Vec::new();
        gzip.read_to_end(&mut body).ok()?;
        answer.body = body;
    }
    let name = choices.pick(&["Content-Encoding", "content-encoding", "CONTENT-ENCODING"]);
    answer.headers.push(name, choices.pick(&["gzip", "GZIP", "Gzip"]));
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn request_id_shown() -> Recipe {
    recipe(|_| vec![REQUEST_ID_SPELLINGS.len(), 3], with_request_id)
}

fn with_request_id(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = success(context, config, choices, |_, _| Some(()))?;
    answer.headers.push(*nth(REQUEST_ID_SPELLINGS, at[0])?, request_id(at[1], choices));
    Some(Draft::answered(context, answer, choices))
}
