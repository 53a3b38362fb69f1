//! How to make a stimulus for each policy: one file a group.
//!
//! A recipe makes what is likely to be judged by its policy; what is not is found by the check and drawn
//! again. `None` where the contract has no place for such a thing, or this draw had none.

mod error;
mod input;
mod request;
mod response;
mod union;
mod wire;

use crate::http::Answer;
use crate::json::Json;

use super::answer::Context;
use super::draw::Draw;
use super::value;

/// Makes a stimulus for one policy.
pub(super) type Recipe = fn(&Context<'_>, &mut Draw) -> Option<Made>;

/// A stimulus but for its name and its aim.
#[derive(Clone, Debug)]
pub(super) struct Made {
    pub(super) input: Option<Json>,
    pub(super) answer: Answer,
    pub(super) repeat: usize,
    /// Calls to be made between two of the same.
    pub(super) between: Vec<Answer>,
}

impl From<Answer> for Made {
    fn from(answer: Answer) -> Self {
        Self { input: None, answer, repeat: 1, between: Vec::new() }
    }
}

impl Made {
    /// An input that is answered by a plain success.
    fn of_input(input: Json, context: &Context<'_>, draw: &mut Draw) -> Self {
        let output = context.output(draw);
        Self { input: Some(input), ..Self::from(context.success(&output, draw)) }
    }
}

/// The recipes, by the ids of their policies.
const RECIPES: &[&[(&str, Recipe)]] = &[
    request::RECIPES,
    input::RECIPES,
    response::RECIPES,
    union::RECIPES,
    error::RECIPES,
    wire::RECIPES,
];

/// The recipe for a policy.
pub(super) fn find(policy: &str) -> Option<Recipe> {
    RECIPES.iter().copied().flatten().find(|(id, _)| *id == policy).map(|(_, recipe)| *recipe)
}

/// The input of a stimulus that is about something else.
pub(super) fn plain_input(context: &Context<'_>, draw: &mut Draw) -> Json {
    value::input(context.contract, context.config, draw)
}
