//! Why a JSON value is not of a form.

use crate::json::Path;
use crate::terminal_text;

/// Why a JSON value is not of a form, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{message}", shown(path))]
#[non_exhaustive]
pub struct FormError {
    /// The place in the value.
    pub path: Path,
    /// What is wrong there.
    pub message: String,
}

impl FormError {
    /// Returns an error at this place. The message may quote the value: nothing in it begins a line.
    pub(crate) fn new(path: Path, message: impl AsRef<str>) -> Self {
        Self { path, message: terminal_text::inline(message.as_ref()).into_owned() }
    }

    /// Returns an error in a value that stands at `root`.
    #[cfg(feature = "run")]
    pub(crate) fn under(self, root: &Path) -> Self {
        Self { path: self.path.under(root.as_str()), ..self }
    }
}

/// Returns the place as it stands before a message; nothing for the whole value.
fn shown(path: &Path) -> String {
    match path.as_str() {
        "" => String::new(),
        path => format!("`{path}`: "),
    }
}
