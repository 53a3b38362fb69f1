//! Shapes: the description of a service by a Smithy model, with its operations and their inputs, outputs and
//! errors.
//!
//! The vocabulary is Smithy's. A [`Model`] holds every shape of a file and finds each by its [`ShapeId`].
//! Inside the model shapes refer to each other by [`ShapeRef`], which is an index: so the codec follows targets
//! without a search, and recursive shapes need no special care.
//!
//! Source: [Smithy 2.0 specification](https://smithy.io/2.0/spec/model.html).

mod bindings;
mod constraints;
mod file;
mod id;
mod load;
mod members;
mod operation;
mod services;
mod shape;
mod smallest;
mod traits;
mod walk;
mod wire_names;
mod write;

pub(crate) use bindings::KnownBindings;
pub use bindings::{Bindings, BodyBinding, Direction, OperationBindings};
pub(crate) use constraints::LargePatterns;
pub use constraints::{Range, StringPattern};
pub use id::{ShapeId, ShapeIdError, ShapeRef};
pub(crate) use load::fields;
pub use load::{LoadError, botocore_protocols, unpacked};
pub use members::{Member, Members};
pub use operation::{Operation, Service};
pub use shape::{Model, Shape, ShapeKind};
pub(crate) use smallest::Smallest;
pub use traits::{Binding, ErrorFault, Http, Length, TimestampFormat, Traits};
#[cfg(feature = "generate")]
pub(crate) use walk::Nested;
pub(crate) use walk::{Names, Walk};
pub(crate) use write::reach;
