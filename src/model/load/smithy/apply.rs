//! Traits that a file declares apart from their shape.

use crate::json::{Json, Path};
use crate::model::id::ShapeId;
use crate::model::load::error::LoadError;
use crate::model::shape::{Model, ShapeKind};

use super::traits::read_traits;
use crate::model::load::fields::parse_id;

/// Adds the traits of an `apply` statement to the shape or member that it names.
pub(super) fn apply(
    model: &mut Model,
    id: &ShapeId,
    entry: &Json,
    at: &Path,
) -> Result<(), LoadError> {
    let owner: ShapeId = parse_id(&format!("{}#{}", id.namespace(), id.name()), at)?;
    let missing = || LoadError::new(at, "traits are applied to a shape that is nowhere");
    let place = model.find(&owner).ok_or_else(missing)?;
    let shape = &mut model.shapes[place.0 as usize];
    let target = match (id.member(), &mut shape.kind) {
        (None, _) => &mut shape.traits,
        (Some(name), ShapeKind::Structure(members) | ShapeKind::Union(members)) => {
            &mut members.named_mut(name).ok_or_else(missing)?.traits
        }
        (Some("member"), ShapeKind::List(member)) => &mut member.traits,
        (Some("key"), ShapeKind::Map { key, .. }) => &mut key.traits,
        (Some("value"), ShapeKind::Map { value, .. }) => &mut value.traits,
        _ => return Err(missing()),
    };
    read_traits(target, entry, at)
}
