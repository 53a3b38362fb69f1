//! Why a file is not a model.

use crate::json::{Path, SyntaxError, SyntaxErrorKind};
use crate::terminal_text;

/// Why a file is not a model, with the place.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}{message}", path.as_str(), if path.as_str().is_empty() { "" } else { ": " })]
#[non_exhaustive]
pub struct LoadError {
    /// The place in the file; empty if the fault is of the whole file.
    pub path: Path,
    /// What is wrong there, and what is expected.
    pub message: String,
}

impl LoadError {
    /// Returns an error at this place. The message may quote the file: nothing in it begins a line.
    pub(crate) fn new(path: &Path, message: impl AsRef<str>) -> Self {
        Self { path: path.clone(), message: terminal_text::inline(message.as_ref()).into_owned() }
    }
}

impl From<SyntaxError> for LoadError {
    fn from(fault: SyntaxError) -> Self {
        let remedy = match fault.kind {
            SyntaxErrorKind::UnexpectedEnd => "fetch the file again, for it is not whole",
            _ => {
                "name a Smithy JSON AST file (`smithy ast` makes one), or botocore's service-2.json"
            }
        };
        Self::new(&Path::default(), format!("not JSON: {fault}; {remedy}"))
    }
}
