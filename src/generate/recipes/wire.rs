//! Answers and calls for the policies on what a client lives through.

use std::time::Duration;

use crate::generate::answer::success;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::text::odd;
use crate::generate::wire::{INTERIM, break_off, chunks, drip, ending, interim, lengths};
use crate::http::{Answer, Cut, Ending, Framing, Headers};

use super::{LISTED, Listed, Recipe, nth, recipe};

mod head;

pub(super) use head::{bodyless_status_survived, chunks_override_length, folded_field_joined};

/// Returns an answer that comes in any framing.
fn framed(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    framing: usize,
) -> Option<Answer> {
    let config = Config { interim: 0, chunks: 0, until_close: 0, ..config.clone() };
    let mut answer = success(context, &config, choices, |_, _| Some(()))?;
    match framing {
        1 => {
            let kind = choices.below(6);
            answer.framing = Framing::Chunked(chunks(answer.body.len(), kind, choices));
        }
        2 => answer.framing = Framing::UntilClose,
        _ => {}
    }
    Some(answer)
}

pub(super) fn reset_is_an_error() -> Recipe {
    recipe(|_| vec![640, 3], reset)
}

fn reset(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let mut answer = framed(context, config, choices, at[1])?;
    let (head, body) = lengths(&answer);
    // Each byte of the head and of the body in turn.
    let place = at[0].checked_rem(head + body)?;
    answer.delivery.cut =
        Some(if place < head { Cut::Head(place) } else { Cut::Body(place - head) });
    answer.delivery.ending = Ending::Reset;
    Some(Draft::answered(context, answer, choices))
}

pub(super) fn early_close_is_an_error() -> Recipe {
    recipe(|_| vec![400, 5], early_close)
}

fn early_close(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let framing = if at[1] == 1 || at[1] == 4 { 1 } else { 0 };
    let mut answer = framed(context, config, choices, framing)?;
    let (head, body) = lengths(&answer);
    match at[1] {
        0 | 1 => answer.delivery.cut = Some(Cut::Head(at[0].checked_rem(head)?)),
        // All of the value came, and not all that the length tells.
        2 => {
            let more = answer.body.len() + 1 + at[0];
            answer.headers.push("Content-Length", more.to_string());
        }
        3 => answer.delivery.cut = Some(Cut::Body(0)),
        // All of the value came, and no last chunk.
        _ => answer.delivery.cut = Some(Cut::Body(body.saturating_sub(5 + at[0] % 12))),
    }
    answer.delivery.ending = choices.pick(&[Ending::Open, Ending::Closed]);
    Some(Draft::answered(context, answer, choices))
}

/// The least time that is slow by the policy, in milliseconds.
const SLOW: u64 = 200;

// An answer is slow if it takes a fifth of a second or more, so few are made.
pub(super) fn slow_answer_survived() -> Recipe {
    Recipe { most: 60, ..recipe(|_| vec![4, 3], slow) }
}

fn slow(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = match choices.chance(25) {
        true => super::error::plain(context, choices)?,
        false => framed(context, &quiet, choices, at[1])?,
    };
    let pieces = [0, 2, 12, 60][at[0] % 4];
    if pieces == 0 {
        answer.delivery.delay = Duration::from_millis(SLOW + choices.below(20) as u64);
    } else {
        let length = answer.response().raw.len();
        let size = length.div_ceil(pieces + 1).max(1);
        let pauses = length.div_ceil(size).saturating_sub(1).max(1) as u64;
        answer.delivery.writes = vec![size];
        answer.delivery.pause = Duration::from_millis(SLOW.div_ceil(pauses));
    }
    Some(Draft::answered(context, answer, choices))
}

pub(super) fn interim_answers_skipped() -> Recipe {
    recipe(|_| vec![INTERIM.len(), 3, 4], interim_first)
}

fn interim_first(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let config = Config { interim: 0, drips: 0, ..config.clone() };
    let mut answer = match choices.chance(20) {
        true => super::error::plain(context, choices)?,
        false => success(context, &config, choices, |_, _| Some(()))?,
    };
    answer.interim = interim(at[1], choices);
    answer.interim.push((*nth(INTERIM, at[0])?, Headers::new()));
    if choices.chance(10) {
        answer.interim.extend(interim(choices.between(4, 8), choices));
    }
    if at[2] == 0 {
        drip(&mut answer, 8, choices);
    }
    Some(Draft::answered(context, answer, choices))
}

/// How many fields the head has, about where one reader or another stops.
const FIELDS: &[usize] = &[51, 64, 65, 99, 100, 101, 128, 129, 255, 256, 257, 500, 999, 1_000];

pub(super) fn large_head_survived() -> Recipe {
    recipe(|_| vec![FIELDS.len(), 4], large_head)
}

fn large_head(context: &Context, _: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    // There must be nothing else about it that is odd.
    let quiet = Config::quiet(choices);
    let mut answer = framed(context, &quiet, choices, 0)?;
    let (fields, length) = match at[1] {
        0 => (1, choices.between(8 * 1024, 100_000)),
        _ => (*nth(FIELDS, at[0])?, choices.between(1, 90)),
    };
    for field in 0..fields {
        let name = if at[1] == 1 { "X-Hop".to_owned() } else { format!("X-Hop-{field}") };
        answer.headers.push(&name, "x".repeat(length));
    }
    Some(Draft::answered(context, answer, choices))
}

pub(super) fn last_line_awaited() -> Recipe {
    recipe(|_| vec![36, 2], last_line)
}

fn last_line(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = match choices.chance(25) {
        true => super::error::plain(context, choices)?,
        false => framed(context, config, choices, 0)?,
    };
    let kind = choices.below(6);
    let mut framing = chunks(answer.body.len(), kind, choices);
    framing.trailers = Headers::new();
    let mut behind = 2;
    if at[1] == 1 {
        let (name, value) = ("X-Amz-Checksum-Crc32", "AAAAAA==");
        framing.trailers.push(name, value);
        behind += name.len() + value.len() + 4;
    }
    answer.framing = Framing::Chunked(framing);
    let (_, body) = lengths(&answer);
    answer.delivery.cut = Some(Cut::Body(body - 1 - at[0] % behind));
    answer.delivery.ending = choices.pick(&[Ending::Open, Ending::Closed]);
    Some(Draft::answered(context, answer, choices))
}

pub(super) fn loss_told() -> Recipe {
    recipe(|_| vec![400, 4], lost)
}

fn lost(context: &Context, config: &Config, choices: &mut Choices, at: &[usize]) -> Option<Draft> {
    let framing = choices.below(15);
    match at[1] {
        0 => reset(context, config, choices, &[at[0], framing % 3]),
        1 => early_close(context, config, choices, &[at[0], framing % 5]),
        _ => {
            let mut answer = super::error::plain(context, choices)?;
            break_off(&mut answer, choices);
            if at[1] == 2 {
                answer.delivery.ending = Ending::Reset;
            }
            Some(Draft::answered(context, answer, choices))
        }
    }
}

const REDIRECTS: &[u16] = &[300, 301, 302, 303, 305, 306, 307, 308, 310, 399];

/// Where redirects lead to: nowhere that a client could take for the name of a host, which it would look up in the
/// world outside.
const LOCATIONS: &[&str] = &[
    "{elsewhere}",
    "{elsewhere}/",
    "{elsewhere}/user/DisassociateUser",
    "{elsewhere}/x?a=b#c",
    "{endpoint}/x",
    "{endpoint}",
    "/",
    "/user/DisassociateUser",
    "./x",
    "?",
    "",
    "http://",
    "ftp://127.0.0.1/",
    "file:///etc/passwd",
    "data:application/json,{}",
    "./é",
];

pub(super) fn redirect_not_followed() -> Recipe {
    recipe(|_| vec![REDIRECTS.len(), LOCATIONS.len(), 3], redirect)
}

fn redirect(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut answer = match at[2] {
        0 => Answer::json(200, ""),
        1 => success(context, &Config::realistic(), choices, |_, _| Some(()))?,
        _ => super::error::plain(context, choices)?,
    };
    answer.status = *nth(REDIRECTS, at[0])?;
    let name = choices.pick(&["Location", "location", "LOCATION"]);
    answer.headers.push(name, *nth(LOCATIONS, at[1])?);
    crate::generate::wire::deliver(&mut answer, &Config { interim: 0, ..config.clone() }, choices);
    Some(Draft::answered(context, answer, choices))
}

/// Returns what a call leads to, by the recipes of other policies: each in turn.
fn of_another(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    index: usize,
) -> Option<Draft> {
    let others: Vec<&Listed> = LISTED.iter().filter(|listed| listed.group != "wire").collect();
    let recipe = (nth(&others, index)?.recipe)();
    let at: Vec<_> =
        (recipe.axes)(context).into_iter().map(|length| choices.below(length)).collect();
    (recipe.make)(context, config, choices, &at)
}

pub(super) fn deterministic() -> Recipe {
    recipe(|_| vec![3, 4, 30], repeated)
}

fn repeated(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut draft = of_another(context, config, choices, at[1] * 30 + at[2])?;
    draft.repeat = 2 + at[0];
    let between = if at[1] == 0 { 0 } else { choices.below(3) };
    for _ in 0..between {
        let other = choices.below(100);
        draft.between.extend(of_another(context, config, choices, other));
    }
    Some(draft)
}

pub(super) fn never_crashes() -> Recipe {
    recipe(|_| vec![70, 8], anything)
}

pub(super) fn never_hangs() -> Recipe {
    recipe(|_| vec![70, 8], anything)
}

fn anything(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut draft = of_another(context, config, choices, at[0])?;
    let answer = &mut draft.answer;
    match at[1] {
        0 => break_off(answer, choices),
        1 => {
            let (head, body) = lengths(answer);
            let place = choices.below(head + body);
            answer.delivery.cut =
                Some(if place < head { Cut::Head(place) } else { Cut::Body(place - head) });
            answer.delivery.ending = ending(choices);
        }
        2 => drip(answer, 15, choices),
        3 => answer.delivery.ending = ending(choices),
        4 => {
            // Bytes that are something else.
            for _ in 0..choices.between(1, 4) {
                let place = choices.below(answer.body.len() + 1);
                let end = (place + choices.below(4)).min(answer.body.len());
                let bytes: Vec<u8> = match choices.chance(50) {
                    true => (0..choices.below(4)).map(|_| choices.below(256) as u8).collect(),
                    false => odd(choices).into_bytes(),
                };
                answer.body.splice(place..end, bytes);
            }
        }
        5 if answer.framing == Framing::ContentLength => {
            let told = answer.body.len();
            let told = choices.pick(&[0, told / 2, told.saturating_sub(1), told + 1, told + 100]);
            answer.headers.push("content-length", told.to_string());
        }
        _ => {}
    }
    Some(draft)
}
