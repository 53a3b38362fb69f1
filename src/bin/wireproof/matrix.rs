//! `wireproof matrix`: a page of saved reports.

use std::fs;

use wireproof::report::{Matrix, write_html, write_markdown};
use wireproof::run::ExitStatus;

use crate::args::{MatrixArgs, PageFormat};
use crate::failure::Failure;
use crate::{saved, terminal};

pub(crate) fn run(args: &MatrixArgs) -> Result<ExitStatus, Failure> {
    let reports = args.reports.iter().map(|path| saved::report(path));
    let reports = reports.collect::<Result<Vec<_>, _>>()?;
    let matrix = Matrix::of(&reports).map_err(Failure::usage)?;
    let page = match args.format {
        PageFormat::Markdown => write_markdown(&matrix),
        PageFormat::Html => write_html(&matrix),
    };
    match &args.output {
        None => terminal::print(&page)?,
        Some(path) => fs::write(path, page).map_err(|error| {
            Failure::usage(format!("--output: {} cannot be written: {error}", path.display()))
        })?,
    }
    Ok(ExitStatus::Holds)
}
