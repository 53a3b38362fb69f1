//! The services of a model, found once: a model may have as many operations as shapes.

use std::collections::HashMap;
use std::sync::OnceLock;

use super::id::{ShapeId, ShapeRef};
use super::shape::{Shape, ShapeKind};

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
    /// Returns the services among a model's shapes.
    pub(super) fn of(&self, shapes: &[Shape]) -> &Found {
        self.0.get_or_init(|| {
            let mut found = Found::default();
            for (shape, service) in shapes.iter().zip((0..).map(ShapeRef)) {
                let ShapeKind::Service { operations, .. } = &shape.kind else { continue };
                found.all.push(service);
                let namespace = shape.id.namespace().to_owned();
                found.by_namespace.entry(namespace).or_insert(service);
                for operation in operations {
                    found.by_operation.entry(*operation).or_insert(service);
                }
            }
            found
        })
    }
}

impl Found {
    /// Returns the service that has an operation: see [`Model::service_of`](super::Model::service_of).
    pub(super) fn service_of(&self, operation: ShapeRef, id: &ShapeId) -> Option<ShapeRef> {
        let near = || self.by_namespace.get(id.namespace());
        let only = || self.all.first().filter(|_| self.all.len() == 1);
        self.by_operation.get(&operation).or_else(near).or_else(only).copied()
    }
}
