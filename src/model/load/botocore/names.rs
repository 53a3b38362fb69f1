//! The names by which a file's entries refer to its shapes.

use std::collections::HashMap;

use crate::json::{Json, Path};
use crate::model::id::ShapeRef;
use crate::model::load::error::LoadError;
use crate::model::load::fields::string;

/// The shapes of a file by their names, which a target is.
pub(super) struct Names<'a> {
    pub(super) entries: &'a [(String, Json)],
    pub(super) by_name: HashMap<&'a str, usize>,
    /// The number of shapes that come before those of the file.
    pub(super) first: usize,
    pub(super) unit: ShapeRef,
}

impl Names<'_> {
    /// Returns the shape that `reference` names by its `shape`.
    pub(super) fn target(&self, reference: &Json, at: &Path) -> Result<ShapeRef, LoadError> {
        let name = string(reference, "shape", at)?;
        let index = self.index(name).ok_or_else(|| {
            let message = format!(
                "`{name}` is not among the shapes of this file; add it there, or name another shape"
            );
            LoadError::new(&at.member("shape"), message)
        })?;
        Ok(ShapeRef((self.first + index) as u32))
    }

    /// Returns the index of a shape in the file.
    pub(super) fn index(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Returns the shape that the field `name` of `entry` refers to, or Unit if there is no such field.
    pub(super) fn target_or_unit(
        &self,
        entry: &Json,
        name: &str,
        at: &Path,
    ) -> Result<ShapeRef, LoadError> {
        entry.get(name).map_or(Ok(self.unit), |reference| self.target(reference, &at.member(name)))
    }
}
