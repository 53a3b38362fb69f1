//! Constraints: what a server checks in an input that is well-typed.
//!
//! A client does not check them, since its model may be older than the service.
//!
//! Sources: Smithy 2.0, "Constraint traits"; Smithy's model `smithy.framework#ValidationException` and its protocol tests, for
//! the messages.

mod order;
mod violation;
mod walk;

pub use violation::{Constraint, Violation};
pub use walk::violations;
