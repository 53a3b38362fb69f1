//! The loaders of models, one folder for each form of file.

mod error;
mod smithy;

pub use error::LoadError;
