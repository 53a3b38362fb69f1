//! How large values get, so that contracts of which every value is huge can be left out.

use std::collections::HashMap;

use super::shapes::{Body, MemberTarget, Shapes};

/// The depth to which values that hold themselves go with every generator: that of the roomiest configuration.
const DEPTH: usize = 9;

/// How many elements a list or map is reckoned to have.
const ITEMS: usize = 3;

/// Returns the number of values in the largest of an input, an output and an error in which each member is set.
pub(super) fn largest(shapes: &Shapes) -> usize {
    let mut known = HashMap::new();
    let tops = shapes.tops().map(|body| body_size(shapes, body, 0, &mut known));
    tops.max().unwrap_or(0)
}

type Known = HashMap<(usize, usize), usize>;

fn target_size(shapes: &Shapes, target: &MemberTarget, depth: usize, known: &mut Known) -> usize {
    let MemberTarget::Shape(index) = target else { return 1 };
    if depth > DEPTH {
        return 1;
    }
    if let Some(size) = known.get(&(*index, depth)) {
        return *size;
    }
    let size = body_size(shapes, shapes.body(*index), depth, known);
    known.insert((*index, depth), size);
    size
}

fn body_size(shapes: &Shapes, body: &Body, depth: usize, known: &mut Known) -> usize {
    let mut size = |target: &MemberTarget| target_size(shapes, target, depth + 1, known);
    let inside = match body {
        Body::Simple(_) => 0,
        Body::Structure(members) => {
            members.iter().fold(0_usize, |sum, member| sum.saturating_add(size(&member.target)))
        }
        Body::Union(members) => {
            members.iter().map(|member| size(&member.target)).max().unwrap_or(0)
        }
        Body::List { element, .. } => size(element).saturating_mul(ITEMS),
        Body::Map { value, .. } => size(value).saturating_mul(ITEMS),
    };
    inside.saturating_add(1)
}
