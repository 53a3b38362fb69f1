//! `wireproof matrix`: makes a page from saved reports.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use wireproof::report::{Matrix, write_html, write_markdown};
use wireproof::run::ExitStatus;
use wireproof::testee::Interrupt;

use crate::args::{MatrixArgs, PageFormat};
use crate::failure::Failure;
use crate::shell::shown;
use crate::target::{Target, Waited};
use crate::{saved, terminal};

pub(crate) fn run(args: &MatrixArgs) -> Result<ExitStatus, Failure> {
    let target = args.output.as_deref().map(|path| target(path, &args.reports)).transpose()?;
    let reports = args.reports.iter().map(|path| saved::report(path));
    let reports = reports.collect::<Result<Vec<_>, _>>()?;
    let matrix = Matrix::of(&reports).map_err(Failure::usage)?;
    let page = match args.format {
        PageFormat::Markdown => write_markdown(&matrix),
        PageFormat::Html => write_html(&matrix),
    };
    match target {
        None => terminal::print(&page)?,
        Some(target) => write(&target, page.as_bytes())?,
    }
    Ok(ExitStatus::Holds)
}

/// Returns the target of the page. It must not be one of the reports.
fn target(path: &Path, reports: &[PathBuf]) -> Result<Target, Failure> {
    let wrong = |what: String| Failure::usage(format!("--output: {what}"));
    let target = Target::of(path).map_err(wrong)?;
    let same = |report: &&PathBuf| target.is_replaced() && target.is(report);
    match reports.iter().find(same) {
        None => Ok(target),
        Some(report) => Err(wrong(format!(
            "{} would destroy the report {}, the same file; name another",
            shown(path),
            shown(report)
        ))),
    }
}

fn write(target: &Target, page: &[u8]) -> Result<(), Failure> {
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
