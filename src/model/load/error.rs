//! Why a file is not a model.

use std::fmt;

use crate::json::{Path, SyntaxError};

/// Why a file is not a model, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
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

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => f.write_str(&self.message),
            path => write!(f, "{path}: {}", self.message),
        }
    }
}

impl std::error::Error for LoadError {}

impl From<SyntaxError> for LoadError {
    fn from(fault: SyntaxError) -> Self {
        Self::new(&Path::default(), format!("not JSON: {fault}"))
    }
}
