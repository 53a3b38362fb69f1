//! `wireproof matrix`: makes a page from saved reports.

use wireproof::report::{Matrix, write_html, write_markdown};
use wireproof::run::ExitStatus;

use crate::args::{MatrixArgs, PageFormat};
use crate::failure::Failure;
use crate::{output_file, saved, terminal};

pub(crate) fn run(args: &MatrixArgs) -> Result<ExitStatus, Failure> {
    let target = args.output.as_deref();
    let target =
        target.map(|path| output_file::target(path, "report", &args.reports)).transpose()?;
    let reports = args.reports.iter().map(|path| saved::report(path));
    let reports = reports.collect::<Result<Vec<_>, _>>()?;
    let matrix = Matrix::of(&reports).map_err(Failure::usage)?;
    let page = match args.format {
        PageFormat::Markdown => write_markdown(&matrix),
        PageFormat::Html => write_html(&matrix),
    };
    match target {
        None => terminal::print(&page)?,
        Some(target) => output_file::write(&target, page.as_bytes())?,
    }
    Ok(ExitStatus::Holds)
}
