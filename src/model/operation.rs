//! Operations and services, as views of a model.

use super::id::{ShapeId, ShapeRef};
use super::members::Member;
use super::services::Found;
use super::shape::{Model, Shape, ShapeKind};
use super::traits::Http;

/// The model's description of an operation.
#[derive(Clone, Copy, Debug)]
pub struct Operation<'m> {
    pub(super) model: &'m Model,
    pub(super) shape: &'m Shape,
}

impl<'m> Operation<'m> {
    /// Returns the id.
    pub fn id(&self) -> &'m ShapeId {
        &self.shape.id
    }

    /// Returns the name: `DisassociateUser`.
    pub fn name(&self) -> &'m str {
        self.shape.id.name()
    }

    /// Returns the model.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// Returns the operation's own shape.
    pub fn shape(&self) -> &'m Shape {
        self.shape
    }

    /// Returns the reference of the operation's own shape.
    pub(crate) fn shape_ref(&self) -> ShapeRef {
        self.model.find(self.id()).expect("the model has each of its operations by its id")
    }

    fn parts(&self) -> (ShapeRef, ShapeRef, &'m [ShapeRef]) {
        match &self.shape.kind {
            ShapeKind::Operation { input, output, errors } => (*input, *output, errors),
            other => unreachable!("an operation view of {other:?}"),
        }
    }

    /// Returns the structure of the input.
    pub fn input(&self) -> ShapeRef {
        self.parts().0
    }

    /// Returns the structure of the output.
    pub fn output(&self) -> ShapeRef {
        self.parts().1
    }

    /// Returns the structures of the errors that the operation lists, in the model's order.
    pub fn error_shapes(&self) -> &'m [ShapeRef] {
        self.parts().2
    }

    /// Returns the errors that the operation lists, in the model's order.
    pub fn errors(&self) -> impl Iterator<Item = &'m Shape> + use<'m> {
        let model = self.model;
        self.parts().2.iter().map(move |shape| model.shape(*shape))
    }

    /// Returns the listed error whose shape has the name `code`.
    pub fn error(&self, code: &str) -> Option<&'m Shape> {
        // One byte excludes most of them: the `#` must stand just before a name of this length. A namespace has
        // no `#`.
        let named = |shape: &&Shape| {
            let id = shape.id.as_str().as_bytes();
            let hash = id.len().checked_sub(code.len() + 1);
            hash.is_some_and(|hash| id[hash] == b'#' && id[hash + 1..] == *code.as_bytes())
        };
        self.errors().find(named)
    }

    /// Returns the member that is an event stream (a union that is sent piece by piece), with the input or output that has it.
    pub fn event_stream(&self) -> Option<(ShapeRef, &'m Member)> {
        let model = self.model;
        let is_stream = |member: &&Member| {
            let target = model.shape(member.target);
            target.traits.streaming && matches!(target.kind, ShapeKind::Union(_))
        };
        let stream = |shape| Some((shape, model.members(shape).iter().find(is_stream)?));
        [self.input(), self.output()].into_iter().find_map(stream)
    }

    /// Returns the HTTP binding.
    ///
    /// # Panics
    ///
    /// Never for an operation of a contract: a contract's operation has one.
    pub fn http(&self) -> &'m Http {
        self.shape.traits.http.as_ref().expect("checked when the operation was chosen")
    }
}

/// The model's description of its service.
#[derive(Clone, Copy, Debug)]
pub struct Service<'m> {
    pub(super) shape: &'m Shape,
    pub(super) version: &'m str,
}

impl<'m> Service<'m> {
    /// Returns the id.
    pub fn id(&self) -> &'m ShapeId {
        &self.shape.id
    }

    /// Returns the API version: `2018-05-10`.
    pub fn version(&self) -> &'m str {
        self.version
    }

    /// `aws.api#service`, `sdkId`; without it, the shape's name.
    pub fn sdk_id(&self) -> &'m str {
        self.shape.traits.sdk_id.as_deref().unwrap_or_else(|| self.shape.id.name())
    }

    /// Returns the service's own shape.
    pub fn shape(&self) -> &'m Shape {
        self.shape
    }

    /// Returns the name that requests are signed for, and that the testee protocol uses for the service.
    pub fn signing_name(&self) -> &'m str {
        let traits = &self.shape.traits;
        traits
            .signing_name
            .as_deref()
            .or(traits.endpoint_prefix.as_deref())
            .unwrap_or_else(|| self.shape.id.name())
    }
}

impl Shape {
    /// Returns the HTTP status of the error that this shape is: its own, or the one of its fault. `None` for a
    /// shape that is not an error.
    pub fn error_status(&self) -> Option<u16> {
        let fault = self.traits.error?;
        Some(self.traits.http_error.unwrap_or_else(|| fault.default_status()))
    }
}

impl Model {
    /// Returns the operations, in the order of the file.
    pub fn operations(&self) -> impl Iterator<Item = Operation<'_>> {
        self.shapes
            .iter()
            .filter(|shape| matches!(shape.kind, ShapeKind::Operation { .. }))
            .map(|shape| Operation { model: self, shape })
    }

    /// Returns the operation whose own shape this is.
    ///
    /// # Panics
    ///
    /// A method of the operation panics if the shape is no operation.
    pub(crate) fn operation_at(&self, shape: ShapeRef) -> Operation<'_> {
        Operation { model: self, shape: self.shape(shape) }
    }

    /// Returns the operation of this name, or of this whole id (`namespace#Name`). Of several with the same name it is the
    /// first.
    pub fn operation(&self, name: &str) -> Option<Operation<'_>> {
        self.operations().find(|operation| {
            let id = operation.id().as_str();
            id == name || operation.name() == name
        })
    }

    /// Returns the services of the model, in the order of the file.
    pub fn services(&self) -> impl Iterator<Item = Service<'_>> {
        self.found_services().all.iter().filter_map(|service| self.service_at(*service))
    }

    fn found_services(&self) -> &Found {
        self.services.get(|| {
            let mut found = Found::default();
            for (shape, place) in self.shapes.iter().zip((0..).map(ShapeRef)) {
                if let ShapeKind::Service { operations, .. } = &shape.kind {
                    found.add(place, &shape.id, operations);
                }
            }
            found
        })
    }

    fn service_at(&self, service: ShapeRef) -> Option<Service<'_>> {
        let shape = self.shape(service);
        match &shape.kind {
            ShapeKind::Service { version, .. } => Some(Service { shape, version }),
            _ => None,
        }
    }

    /// Returns the service that has an operation: the one that lists it, else one of its namespace (an operation may hang
    /// in a resource), else the only one.
    pub fn service_of(&self, operation: &Operation<'_>) -> Option<Service<'_>> {
        let services = self.found_services();
        self.service_at(services.service_of(operation.shape_ref(), operation.id())?)
    }
}
