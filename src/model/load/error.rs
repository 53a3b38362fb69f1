//! Why a file is not a model.

use crate::json::{Path, SyntaxError};

/// Why a file is not a model, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{message}", path.as_str(), if path.as_str().is_empty() { "" } else { ": " })]
#[non_exhaustive]
pub struct LoadError {
    /// The place in the file; empty if the fault is of the whole file.
    pub path: Path,
    /// What is wrong there, and what would be right.
    pub message: String,
}

impl LoadError {
    pub(super) fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.clone(), message: message.into() }
    }
}

impl From<SyntaxError> for LoadError {
    fn from(fault: SyntaxError) -> Self {
        Self::new(&Path::default(), format!("not JSON: {fault}"))
    }
}
