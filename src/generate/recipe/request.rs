//! Valid inputs, for the laws on what a client sends.

use crate::http::{Cut, Delivery, Ending};

use super::super::answer::Context;
use super::super::config::Config;
use super::super::draw::Draw;
use super::super::value;
use super::{Made, Recipe};

pub(super) const RECIPES: &[(&str, Recipe)] = &[
    ("request.method-and-uri", any_input),
    ("request.content-type", any_input),
    ("request.body-is-json-object", any_input),
    ("request.members-serialized", odd_input),
    ("request.absent-members-omitted", few_members),
    ("request.no-unmodeled-members", any_input),
    ("request.no-duplicate-members", any_input),
    ("request.union-exactly-one", any_input),
    ("request.length-delimited", any_input),
    ("request.sent-once", tempting_answer),
    ("request.signed", any_input),
];

fn any_input(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let input = value::input(context.contract, context.config, draw);
    Some(Made::of_input(input, context, draw))
}

/// Texts that a writer of JSON gets wrong, in most members.
fn odd_input(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let config = Config { odd_texts: context.config.odd_texts.max(60), ..*context.config };
    Some(Made::of_input(value::input(context.contract, &config, draw), context, draw))
}

fn few_members(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let config = Config { optional: *draw.one(&[0, 30, 60]), ..*context.config };
    Some(Made::of_input(value::input(context.contract, &config, draw), context, draw))
}

/// Answers that tempt a client to send again: errors that pass, and connections that end.
fn tempting_answer(context: &Context<'_>, draw: &mut Draw) -> Option<Made> {
    let mut answer = context.any_success(draw);
    match draw.below(4) {
        0 => {}
        1 => {
            answer.status = *draw.one(&[500, 502, 503, 504, 429, 408]);
            answer.headers.push("Retry-After", "0");
        }
        2 => {
            let cut = Cut::Head(draw.below(40));
            answer.delivery = Delivery { cut: Some(cut), ..Delivery::default() };
        }
        _ => {
            let cut = Cut::Body(draw.below(answer.body.len().max(1)));
            answer.delivery =
                Delivery { cut: Some(cut), ending: Ending::Reset, ..Delivery::default() };
        }
    }
    Some(answer.into())
}
