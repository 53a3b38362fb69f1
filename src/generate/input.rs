//! Inputs: valid ones, and such as a client must refuse.

use crate::json::Json;
use crate::shape::ShapeKind;

use super::config::Config;
use super::draw::Draw;
use super::scene::Scene;
use super::tree::{Names, Place, Spelled, Spelling, places};

/// An input of this configuration, after `change` was made to it.
pub(super) fn changed(
    scene: &Scene,
    config: &Config,
    draw: &mut Draw,
    change: impl FnOnce(&mut Spelled, &mut Draw) -> Option<()>,
) -> Option<Json> {
    let mut tree = Spelled::from_json(&scene.input(config, draw));
    change(&mut tree, draw)?;
    Json::parse(tree.write(Spelling::default(), draw)).ok()
}

/// The places in an input that `wanted` holds for.
pub(super) fn input_places(
    scene: &Scene,
    tree: &Spelled,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Vec<Place> {
    let model = scene.contract().model();
    let mut found = places(model, scene.contract().operation().input(), tree, Names::Value);
    found.retain(|place| wanted(model.kind(place.shape), place));
    found
}
