//! Answers for the policies on errors.

mod answer;
mod code;
mod members;

pub(super) use answer::*;
pub(super) use code::*;
pub(super) use members::{header_fields_read, members_read};

use crate::generate::choices::Choices;
use crate::generate::config::Config;
use crate::generate::context::{Context, Draft};
use crate::generate::error::{ErrorParts, MESSAGES, STATUSES, UNKNOWN, listed};
use crate::http::Answer;

use super::nth;

fn errors(context: &Context) -> usize {
    context.errors().len()
}

/// Returns a name by its index: one that the operation lists, or another.
fn name_at(context: &Context, index: usize) -> String {
    match context.errors().get(index) {
        Some((name, _)) => name.clone(),
        None => nth(UNKNOWN, index).copied().unwrap_or("TeapotException").to_owned(),
    }
}

fn status_at(index: usize) -> u16 {
    nth(STATUSES, index).copied().unwrap_or(400)
}

fn done(
    context: &Context,
    config: &Config,
    mut parts: ErrorParts,
    choices: &mut Choices,
) -> Option<Draft> {
    parts.furnish(context, config, choices);
    let answer = parts.answer(config, choices);
    Some(Draft::answered(context, answer, choices))
}

/// Returns a plain error answer, for other policies.
pub(super) fn plain(context: &Context, choices: &mut Choices) -> Option<Answer> {
    let mut parts = ErrorParts::new(400);
    if let Some((name, status)) = listed(context, choices.below(100)) {
        parts.status = status;
        parts.source(choices.below(3), name);
    }
    parts.text("message", nth(MESSAGES, choices.below(4)).copied().unwrap_or_default());
    Some(parts.answer(&Config::realistic(), choices))
}
