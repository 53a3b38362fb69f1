//! Answers for the policies on successes.

mod bindings;
mod form;
mod members;
mod refused;
mod values;

pub(super) use bindings::*;
pub(super) use form::*;
pub(super) use members::*;
pub(super) use refused::*;
pub(super) use values::*;

use crate::generate::context::Context;
use crate::generate::tree::{Names, Place, RawTree, places};
use crate::model::{ShapeKind, ShapeRef};

use super::nth;

/// A value of each JSON type, and some more of each.
pub(super) const KINDS: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "1.5",
    "1e3",
    "\"\"",
    "\"x\"",
    "[]",
    "[{}]",
    "{}",
    "{\"a\":{}}",
    "[null]",
    "\"1\"",
    "\"true\"",
];

fn shape(context: &Context) -> ShapeRef {
    context.body_shape()
}

/// Returns the places in an output that `wanted` holds for.
pub(super) fn wanted_places(
    context: &Context,
    tree: &RawTree,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Vec<Place> {
    let model = context.contract().model();
    let mut found = places(model, shape(context), tree, Names::Wire);
    found.retain(|place| wanted(model.kind(place.shape), place));
    found
}

/// Removes the member at one of the places that `wanted` holds for.
fn remove(
    context: &Context,
    tree: &mut RawTree,
    index: usize,
    wanted: impl Fn(&ShapeKind, &Place) -> bool,
) -> Option<()> {
    let places = wanted_places(context, tree, wanted);
    let (around, at) = nth(&places, index)?.around()?;
    tree.at(around)?.members_mut()?.remove(at);
    Some(())
}

/// Returns where the tokens of a JSON text begin and end.
fn gaps(body: &[u8]) -> Vec<usize> {
    let (mut gaps, mut at, mut in_string) = (vec![0], 0, false);
    while let Some(byte) = body.get(at) {
        match byte {
            b'\\' if in_string => at += 1,
            b'"' => {
                in_string = !in_string;
                if !in_string {
                    gaps.push(at + 1);
                }
            }
            b'{' | b'}' | b'[' | b']' | b':' | b',' if !in_string => {
                gaps.extend([at, at + 1]);
            }
            _ => {}
        }
        at += 1;
    }
    gaps.dedup();
    gaps
}
