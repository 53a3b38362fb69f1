//! Reports in files: `--report FORMAT=PATH`.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use wireproof::report::{self, Format};
use wireproof::run::Report;

use crate::failure::Failure;

/// A report that is wanted in a file.
pub(crate) struct Wish<'a> {
    argument: &'a str,
    format: &'static Format,
    path: &'a Path,
}

/// Reads `FORMAT=PATH` arguments.
pub(crate) fn wishes(arguments: &[String]) -> Result<Vec<Wish<'_>>, Failure> {
    let known = || {
        let names: Vec<_> = report::FORMATS.iter().map(|format| format.name).collect();
        names.join(", ")
    };
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    for argument in arguments {
        let wrong = |what: String| Failure::usage(format!("--report {argument}: {what}"));
        let Some((name, path)) = argument.split_once('=') else {
            return Err(wrong(format!("FORMAT=PATH expected, FORMAT one of {}", known())));
        };
        let Some(format) = report::format(name) else {
            return Err(wrong(format!("there is no format `{name}`; there are {}", known())));
        };
        let path = Path::new(path);
        if let Some(other) = wishes.iter().find(|other| other.path == path) {
            let other = other.argument;
            return Err(wrong(format!("--report {other} is for the same file; name another")));
        }
        wishes.push(Wish { argument, format, path });
    }
    Ok(wishes)
}

/// A file that is open for a report.
pub(crate) struct ReportFile {
    name: String,
    format: &'static Format,
    file: File,
}

impl Wish<'_> {
    /// Opens the file before the run rather than after it, and empties it: whatever becomes of the
    /// run, an older report cannot be taken for the one of this run.
    pub(crate) fn open(self) -> Result<ReportFile, Failure> {
        let name = self.path.display().to_string();
        let file = File::create(self.path).map_err(|error| {
            let argument = self.argument;
            Failure::usage(format!("--report {argument}: `{name}` cannot be written: {error}"))
        })?;
        Ok(ReportFile { name, format: self.format, file })
    }
}

impl ReportFile {
    /// Writes the report.
    pub(crate) fn write(mut self, report: &Report) -> Result<(), Failure> {
        let bytes = (self.format.write)(report);
        self.file.write_all(&bytes).and_then(|()| self.file.flush()).map_err(|error| {
            Failure::cannot_run(format!("`{}` cannot be written: {error}", self.name))
        })
    }
}
