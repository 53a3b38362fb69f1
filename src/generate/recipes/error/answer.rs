//! Errors whose status, message or body is of interest.

use crate::generate::answer::insert;
use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::error::{ErrorParts, MESSAGES, STATUSES, listed, some_name};
use crate::generate::text::{LENGTHS, ODD, REQUEST_ID_SPELLINGS, long, odd, request_id};
use crate::generate::tree::RawTree;
use crate::generate::wire::break_off;

use super::super::{Recipe, nth, recipe};
use super::{done, errors, status_at};

pub(in crate::generate::recipes) fn status_independent() -> Recipe {
    recipe(|context| vec![errors(context), STATUSES.len(), 3], other_status)
}

fn other_status(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (name, _) = listed(context, at[0])?;
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.source(at[2], name);
    done(context, config, parts, choices)
}

pub(in crate::generate::recipes) fn status_kept() -> Recipe {
    recipe(|_| vec![200, 7], status_kept_draft)
}

fn status_kept_draft(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let status = match choices.chance(10) {
        true => choices.pick(&[300, 301, 302, 303, 305, 307, 308, 399]),
        false => 400 + (at[0] % 200) as u16,
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        6 => parts.instead = Some((b"not json".to_vec(), "text/plain")),
        index => parts.source(index, &some_name(context, choices)),
    }
    done(context, config, parts, choices)
}

const TEXTS: usize = ODD.len() + LENGTHS.len() + MESSAGES.len();

pub(in crate::generate::recipes) fn message_kept() -> Recipe {
    recipe(|_| vec![TEXTS, 6], |s, c, d, a| message(s, c, d, a, "message"))
}

pub(in crate::generate::recipes) fn message_any_case() -> Recipe {
    recipe(|_| vec![TEXTS, 6], |s, c, d, a| message(s, c, d, a, "Message"))
}

fn message(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
    name: &str,
) -> Option<Draft> {
    let lengths = at[0].wrapping_sub(ODD.len());
    let text = match (ODD.get(at[0]), LENGTHS.get(lengths)) {
        _ if choices.chance(30) => odd(choices),
        (Some(text), _) => (*text).to_owned(),
        (None, Some(length)) => long(*length, choices),
        (None, None) => (*nth(MESSAGES, at[0])?).to_owned(),
    };
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.source(at[1], &some_name(context, choices));
    insert(&mut parts.members, name.to_owned(), RawTree::Text(text), choices);
    done(context, config, parts, choices)
}

/// How many values each error gets in each place of its name.
const VALUES: usize = 8;

pub(in crate::generate::recipes) fn members_kept() -> Recipe {
    recipe(|context| vec![errors(context), 6, VALUES], members)
}

fn members(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (name, status) = listed(context, at[0])?;
    let mut parts = ErrorParts::new(status);
    parts.source(at[1], name);
    for (name, value) in context.error_body(name, config, choices) {
        insert(&mut parts.members, name, RawTree::from_json(&value), choices);
    }
    done(context, config, parts, choices)
}

pub(in crate::generate::recipes) fn empty_body_survived() -> Recipe {
    recipe(|_| vec![STATUSES.len(), 6], empty_body)
}

fn empty_body(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(at[0]));
    parts.instead =
        Some((Vec::new(), if at[1].is_multiple_of(2) { "application/json" } else { "" }));
    if at[1] >= 2 {
        parts.header(some_name(context, choices));
    }
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

/// Bodies of errors that are no objects, and what they are said to be.
const BODIES: &[(&[u8], &str)] = &[
    (b"<html><body><h1>502 Bad Gateway</h1></body></html>", "text/html"),
    (b"<?xml version=\"1.0\"?><Error><Code>Conflict</Code></Error>", "application/xml"),
    (b"Service Unavailable", "text/plain"),
    (b"upstream connect error", ""),
    (b"{", "application/json"),
    (b"{\"code\":", "application/json"),
    (b"{\"code\":\"ConflictException\"", "application/json"),
    (b"{code:1}", "application/json"),
    (b"{}x", "application/json"),
    (b"null", "application/json"),
    (b"true", "application/json"),
    (b"0", "application/json"),
    (b"\"ConflictException\"", "application/json"),
    (b"[]", "application/json"),
    (b"[{\"code\":\"ConflictException\"}]", "application/json"),
    (b" ", "application/json"),
    (b"\n\n", "text/plain"),
    (b"\0\0\0\0", "application/octet-stream"),
    (b"\xff\xfe\x00\xd8", "application/json"),
    (b"\x1f\x8b\x08\x00\x00", "application/json"),
    (b"{\"message\":\"\xff\"}", "application/json"),
    (b"{'code':'x'}", "application/json"),
    (b"NaN", "application/json"),
    (b"'", "text/plain"),
];

pub(in crate::generate::recipes) fn not_json_survived() -> Recipe {
    recipe(|_| vec![BODIES.len(), STATUSES.len(), 5], not_json)
}

fn not_json(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let (body, told) = nth(BODIES, at[0])?;
    let mut body = body.to_vec();
    if choices.chance(40) {
        // Somewhere in it.
        let place = choices.below(body.len() + 1);
        let more = odd(choices);
        body.splice(place..place, more.bytes());
    }
    let mut parts = ErrorParts::new(status_at(at[1]));
    parts.instead = Some((body, told));
    if at[2] > 2 {
        parts.header(some_name(context, choices));
    }
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

pub(in crate::generate::recipes) fn never_success() -> Recipe {
    recipe(|_| vec![STATUSES.len() + 4, 10], never_success_draft)
}

fn never_success_draft(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let status = match at[0].checked_sub(STATUSES.len()) {
        None => STATUSES[at[0]],
        Some(at) => nth(&[300, 303, 307, 600], at).copied().unwrap_or(500),
    };
    let mut parts = ErrorParts::new(status);
    match at[1] {
        // The body of a success.
        0..3 => {
            let body = context.body(config, choices)?.write(Default::default(), choices);
            parts.instead = Some((body, "application/json"));
        }
        3 => parts.instead = Some((b"{}".to_vec(), "application/json")),
        4 => parts.instead = Some((Vec::new(), "")),
        index => parts.source(index, &some_name(context, choices)),
    }
    let mut draft = done(context, config, parts, choices)?;
    if choices.chance(5) {
        break_off(&mut draft.answer, choices);
    }
    Some(draft)
}

pub(in crate::generate::recipes) fn request_id_shown() -> Recipe {
    recipe(|_| vec![REQUEST_ID_SPELLINGS.len(), 3, 6], with_request_id)
}

fn with_request_id(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    at: &[usize],
) -> Option<Draft> {
    let mut parts = ErrorParts::new(status_at(choices.below(60)));
    parts.source(at[2], &some_name(context, choices));
    parts.furnish(context, config, choices);
    let mut answer = parts.answer(config, choices);
    // The parts may have put one in already.
    let has =
        answer.headers.iter().any(|field| field.name.eq_ignore_ascii_case("x-amzn-RequestId"));
    if !has {
        answer.headers.push(*nth(REQUEST_ID_SPELLINGS, at[0])?, request_id(at[1], choices));
    }
    Some(Draft::answered(context, answer, choices))
}
