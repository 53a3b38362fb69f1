//! The plain form of vectors: one JSON file of models and vectors, that any program can read (`docs/vectors.schema.json`).
//!
//! Values are in the value form, parameters of tests are filled in, and each vector is for one party.

mod prune;
mod read;
mod write;

pub(super) use read::{MARK, read};
pub use write::plain;
