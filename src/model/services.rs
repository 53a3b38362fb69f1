//! The services of a model, found once: a model may have as many operations as shapes.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::id::{ShapeId, ShapeRef};

/// The services of a model, computed when one is asked for. No service or operation is added to a model that is read.
#[derive(Clone, Debug, Default)]
pub(super) struct Services(OnceLock<Found>);

/// The services, by what finds them.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// All of them, in the order of the file.
    pub(super) all: Vec<ShapeRef>,
    by_operation: HashMap<ShapeRef, ShapeRef>,
    by_namespace: HashMap<String, ShapeRef>,
}

impl Services {
    /// Returns the services. The first call finds them by `find`.
    pub(super) fn get(&self, find: impl FnOnce() -> Found) -> &Found {
        self.0.get_or_init(find)
    }
}

impl Found {
    /// Adds the next service of the file, with the operations that it lists.
    pub(super) fn add(&mut self, service: ShapeRef, id: &ShapeId, operations: &[ShapeRef]) {
        self.all.push(service);
        self.by_namespace.entry(id.namespace().to_owned()).or_insert(service);
        for operation in operations {
            self.by_operation.entry(*operation).or_insert(service);
        }
    }

    /// Returns the service that has an operation: see [`Model::service_of`](super::Model::service_of).
    pub(super) fn service_of(&self, operation: ShapeRef, id: &ShapeId) -> Option<ShapeRef> {
        let near = || self.by_namespace.get(id.namespace());
        let only = || self.all.first().filter(|_| self.all.len() == 1);
        self.by_operation.get(&operation).or_else(near).or_else(only).copied()
    }
}
