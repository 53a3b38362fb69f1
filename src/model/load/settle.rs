//! The last step of loading.

use crate::model::id::ShapeRef;
use crate::model::shape::{Model, ShapeKind};

/// Computes what the decoder needs at each structure and union, after all of their traits are read.
pub(super) fn settle(model: &mut Model) {
    let strings: Vec<bool> = model.shapes.iter().map(|shape| shape.kind.is_text()).collect();
    for shape in &mut model.shapes {
        if let ShapeKind::Structure(members) | ShapeKind::Union(members) = &mut shape.kind {
            let is_string = |shape: ShapeRef| strings[shape.0 as usize];
            model.places = members.settle(model.places, is_string);
        }
    }
}
