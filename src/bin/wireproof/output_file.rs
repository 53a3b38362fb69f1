//! The file of `--output`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use wireproof::testee::Interrupt;

use crate::failure::Failure;
use crate::shell::shown;
use crate::target::{Target, Waited};

/// Returns the file that the user names. It must not be one of the inputs, of which `what` says what they are.
pub(crate) fn target(path: &Path, what: &str, inputs: &[PathBuf]) -> Result<Target, Failure> {
    let wrong = |what: String| Failure::usage(format!("--output: {what}"));
    let target = Target::of(path).map_err(wrong)?;
    let same = |input: &&PathBuf| target.is_replaced() && target.is(input);
    match inputs.iter().find(same) {
        None => Ok(target),
        Some(input) => Err(wrong(format!(
            "{} would destroy the {what} {}, the same file; name another",
            shown(path),
            shown(input)
        ))),
    }
}

/// Writes the file whole.
pub(crate) fn write(target: &Target, page: &[u8]) -> Result<(), Failure> {
    let name = shown(&target.path);
    let wrong = |error: std::io::Error| format!("--output: {name} cannot be written: {error}");
    if let Some(draft) = target.draft().map_err(|error| Failure::usage(wrong(error)))? {
        return draft.finish(page).map_err(|error| Failure::cannot_run(wrong(error)));
    }
    // A signal may end the program at once: nothing is lost, so this interrupt is never tripped.
    match target.open(&Interrupt::new()).map_err(|error| Failure::usage(wrong(error)))? {
        Waited::Interrupted => Ok(()),
        Waited::Done(mut file) => {
            file.write_all(page).map_err(|error| Failure::cannot_run(wrong(error)))
        }
    }
}
