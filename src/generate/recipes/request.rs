//! Valid inputs, for the policies on what a client sends.

mod bindings;
mod values;
mod whole;

pub(super) use bindings::*;
pub(super) use values::*;
pub(super) use whole::*;

use crate::generate::answer::success;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::input::{changed, input_places};
use crate::generate::text::{LENGTHS, LONGEST, ODD, long, odd, realistic};
use crate::generate::tree::RawTree;
use crate::http::Answer;
use crate::model::ShapeKind;

use super::{Recipe, nth, recipe};

fn axes(context: &Context) -> Vec<usize> {
    vec![context.input_places(), TEXTS]
}

const TEXTS: usize = ODD.len() + LENGTHS.len() + 33;

/// Returns a text by its index; the last ones are the control characters.
fn text_at(index: usize, choices: &mut Choices) -> String {
    let lengths = index.wrapping_sub(ODD.len());
    match (ODD.get(index), LENGTHS.get(lengths)) {
        (Some(text), _) => (*text).to_owned(),
        (None, Some(length)) => long(*length, choices),
        (None, None) => {
            let code = lengths.wrapping_sub(LENGTHS.len()) as u32;
            let c = char::from_u32(code).filter(char::is_ascii).unwrap_or('\x7f');
            format!("{}{c}{}", choices.pick(&["", "a"]), choices.pick(&["", "z"]))
        }
    }
}

pub(super) fn method_and_uri() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn content_type() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn body_is_json_object() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn members_serialized() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn no_unmodeled_members() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn no_duplicate_members() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn union_exactly_one() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn well_formed() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn length_delimited() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn signed() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn host_of_endpoint() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn hop_fields_unsigned() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn session_token() -> Recipe {
    recipe(axes, sent)
}

pub(super) fn date_current() -> Recipe {
    recipe(axes, sent)
}

/// Paths of an endpoint before that of the operation.
const ENDPOINT_PATHS: &[&str] = &["/", "/base", "/base/", "/a/b", "/a/b/", "/user", "/v1.0_x~y-z/"];

pub(super) fn endpoint_path() -> Recipe {
    recipe(|context| vec![ENDPOINT_PATHS.len(), context.input_places()], at_a_path)
}

/// Returns a valid call of an endpoint with a path.
fn at_a_path(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let path = *nth(ENDPOINT_PATHS, at[0])?;
    let text = choices.below(TEXTS);
    let draft = sent(context, config, choices, &[at[1], text])?;
    Some(Draft { endpoint_path: path, ..draft })
}

/// Returns a valid input with one text of interest, or one list or member that is left empty.
fn sent(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let input = changed(context, config, choices, |tree, choices| {
        let leaves = input_places(context, tree, |kind, _| {
            matches!(kind, ShapeKind::String | ShapeKind::Enum(_))
        });
        if let Some(place) = nth(&leaves, at[0]) {
            let text = match choices.once_in(500) {
                true => long(LONGEST, choices),
                false if choices.chance(30) => odd(choices),
                false => text_at(at[1], choices),
            };
            *tree.at(&place.steps)? = RawTree::Text(text);
        }
        Some(())
    })?;
    Some(Draft::new(input, some_answer(context, choices)?))
}

pub(super) fn absent_members_omitted() -> Recipe {
    recipe(|context| vec![context.input_places(), 8], sparse)
}

/// Returns a valid input that lacks much.
fn sparse(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let config = Config { absent: choices.pick(&[20, 50, 80, 100]), ..config.clone() };
    let input = changed(context, &config, choices, |tree, choices| {
        // One of the texts is such as a client might copy into a member that is absent.
        let texts = input_places(context, tree, |kind, _| matches!(kind, ShapeKind::String));
        if let Some(place) = nth(&texts, choices.below(texts.len().max(1)))
            && choices.chance(40)
        {
            *tree.at(&place.steps)? = RawTree::Text(copyable(choices));
        }
        for more in 0..=at[1] {
            let optional = input_places(context, tree, |_, place| place.member == Some(false));
            let Some(place) = nth(&optional, at[0] + more) else { break };
            let (around, index) = place.around()?;
            tree.at(around)?.members_mut()?.remove(index);
        }
        Some(())
    })?;
    Some(Draft::new(input, some_answer(context, choices)?))
}

/// Returns a text that looks like the value of another member, or has one in it.
fn copyable(choices: &mut Choices) -> String {
    let name = choices.pick(&["Domain", "DirectoryId", "InstanceId", "InstanceUserArn", "Subnet"]);
    let value = realistic(name, choices);
    match choices.below(4) {
        0 => format!("alice@{value}"),
        1 => format!("{value}\\alice"),
        2 => format!("{value}/alice"),
        _ => value,
    }
}

/// Returns the answer that a request gets: a success mostly, since the answer matters little.
fn some_answer(context: &Context, choices: &mut Choices) -> Option<Answer> {
    match choices.chance(15) {
        true => super::error::plain(context, choices),
        false => success(context, &Config::realistic(), choices, |_, _| Some(())),
    }
}

/// Statuses for which clients like to try again.
const ERRORS: &[u16] = &[200, 400, 403, 408, 409, 425, 429, 500, 501, 502, 503, 504, 509, 529, 599];

pub(super) fn sent_once() -> Recipe {
    recipe(|_| vec![6, ERRORS.len()], once)
}

fn once(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let status = *nth(ERRORS, at[1])?;
    let mut answer = match status {
        200 => success(context, &Config::realistic(), choices, |_, _| Some(()))?,
        _ => Answer { status, ..super::error::plain(context, choices)? },
    };
    match at[0] {
        0 | 1 => {}
        2 => answer.headers.push("Retry-After", "0"),
        3 => answer.headers.push("x-amz-retry-after", "1"),
        4 => crate::generate::wire::break_off(&mut answer, choices),
        _ => answer.delivery.ending = crate::generate::wire::ending(choices),
    }
    Some(Draft::new(context.input(config, choices), answer))
}
