//! Reads saved reports.

use std::path::Path;

use wireproof::report::SavedReport;

use crate::failure::Failure;
use crate::input;
use crate::shell::shown;

/// Reads the report in a file.
pub(crate) fn report(path: &Path) -> Result<SavedReport, Failure> {
    let text = input::json_file(path)?;
    SavedReport::read(&text).map_err(|error| Failure::usage(format!("{}: {error}", shown(path))))
}
