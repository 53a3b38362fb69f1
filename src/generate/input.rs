//! Inputs: valid ones, and such as a client must refuse.

use crate::json::Json;
use crate::model::ShapeKind;

use super::choices::Choices;
use super::config::Config;
use super::context::Context;
use super::tree::{Names, Place, RawTree, Spelling, places};

/// Returns an input of this configuration, after `change` was made to it.
pub(super) fn changed(
    context: &Context,
    config: &Config,
    choices: &mut Choices,
    change: impl FnOnce(&mut RawTree, &mut Choices) -> Option<()>,
) -> Option<Json> {
    let mut tree = RawTree::from_json(&context.input(config, choices));
    change(&mut tree, choices)?;
    Json::parse(tree.write(Spelling::default(), choices)).ok()
}

/// Returns the places in an input that `wanted` holds for.
pub(super) fn input_places(
    context: &Context,
    tree: &RawTree,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Vec<Place> {
    let model = context.contract().model();
    let mut found = places(model, context.contract().operation().input(), tree, Names::Value);
    found.retain(|place| wanted(model.kind(place.shape), place));
    found
}
