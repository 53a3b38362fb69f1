//! Answers that come in an ordinary way, or in none, for the laws on what a client lives through.

use std::time::Duration;

use crate::http::{Answer, Cut, Delivery, Ending, Headers};

use super::super::answer::Context;
use super::super::config::Corner;
use super::super::draw::Draw;
use super::{Made, Recipe, find, plain_input};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("wire.reset-is-an-error", reset),
    ("wire.early-close-is-an-error", closed_early),
    ("wire.slow-answer-survived", slow),
    ("wire.interim-answers-skipped", interim),
    ("wire.redirect-not-followed", redirect),
    ("wire.deterministic", again),
    ("wire.never-crashes", anything),
    ("wire.never-hangs", anything),
];

/// Where an answer breaks off.
fn cut(context: &Context<'_>, answer: &Answer, draw: &mut Draw) -> Cut {
    let response = answer.response();
    let head = response.raw.len() - answer.body.len();
    match context.config.corner {
        Some(Corner::Split(bytes, _)) => Cut::Head(bytes),
        Some(Corner::Choice(less)) => Cut::Body(answer.body.len().saturating_sub(less + 1)),
        _ if draw.percent(50) => Cut::Head(draw.below(head.max(1))),
        _ => Cut::Body(draw.below(answer.body.len().max(1))),
    }
}

fn reset(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = context.any_success(draw);
    let cut = Some(cut(context, &answer, draw));
    answer.delivery = Delivery { cut, ending: Ending::Reset, ..Delivery::default() };
    Some(answer.into())
}

fn closed_early(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = context.any_success(draw);
    if draw.percent(30) {
        context.in_chunks(&mut answer, draw);
    }
    // A body of JSON that ends inside its value has a law of its own: one that ends before it began, or that
    // could pass for a whole one, is for this law.
    let cut = match draw.below(3) {
        0 => Cut::Body(0),
        1 => Cut::Head(draw.below(200)),
        _ => cut(context, &answer, draw),
    };
    answer.delivery = Delivery { cut: Some(cut), ..Delivery::default() };
    Some(answer.into())
}

/// Late, or in drips: most only a few milliseconds, for a thousand of them must be over within a minute.
fn slow(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = context.any_success(draw);
    let length = answer.response().raw.len();
    answer.delivery = if draw.percent(70) {
        let pieces = draw.within(2, 20);
        let writes = match context.config.corner {
            Some(Corner::Split(first, rest)) => vec![first, rest],
            _ => vec![length.div_ceil(pieces).max(1)],
        };
        Delivery { writes, pause: Duration::from_millis(1), ..Delivery::default() }
    } else {
        let delay = Duration::from_millis(draw.within(1, 40) as u64);
        Delivery { delay, ..Delivery::default() }
    };
    Some(answer.into())
}

fn interim(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = context.any_success(draw);
    for _ in 0..draw.within(1, 3) {
        let status = match draw.below(3) {
            0 => draw.within(102, 199) as u16,
            _ => *draw.one(&[100, 102, 103]),
        };
        let mut headers = Headers::new();
        if draw.percent(40) {
            headers.push("Link", "</style.css>; rel=preload");
        }
        answer.interim.push((status, headers));
    }
    Some(answer.into())
}

fn redirect(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let status = *draw.one(&[301, 302, 303, 307, 308]);
    let mut answer = Answer::json(status, *draw.one(&["", "{}", "{\"message\":\"Moved.\"}"]));
    let path = *draw.one(&["/", "/user/DisassociateUser", "/elsewhere?x=y", ""]);
    let host = *draw.one(&["{elsewhere}", "{elsewhere}", "{endpoint}"]);
    answer.headers.push(*draw.one(&["Location", "location"]), format!("{host}{path}"));
    if draw.percent(30) {
        answer.headers.push("X-Amzn-Errortype", "ConflictException");
    }
    let _ = context;
    Some(answer.into())
}

/// The laws whose stimuli are made again and again: what a client makes of them is decided somewhere.
const REPEATED: [&str; 8] = [
    "response.members-decoded",
    "response.member-order-irrelevant",
    "union.null-members-ignored",
    "union.several-members-refused",
    "union.type-hint-ignored",
    "error.header-wins",
    "error.code-before-type",
    "response.malformed-refused",
];

fn again(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut one =
        |draw: &mut Draw| find(*draw.one(&REPEATED)).and_then(|recipe| recipe(context, draw));
    let first = one(draw)?;
    let between = (0..draw.below(3)).filter_map(|_| one(draw)).map(|made| made.answer).collect();
    Some(Made {
        input: Some(plain_input(context, draw)),
        repeat: draw.within(2, 5),
        between,
        ..first
    })
}

/// What is hard on a client, whatever it says: a stimulus of another law.
fn anything(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    const HARD: [&str; 12] = [
        "response.malformed-refused",
        "response.truncated-refused",
        "response.deep-nesting-survived",
        "response.invalid-utf8-refused",
        "response.wrong-type-refused",
        "response.not-an-object-refused",
        "union.several-members-refused",
        "union.no-member-refused",
        "error.not-json-survived",
        "wire.reset-is-an-error",
        "wire.early-close-is-an-error",
        "wire.interim-answers-skipped",
    ];
    find(*draw.one(&HARD)).and_then(|recipe| recipe(context, draw))
}
