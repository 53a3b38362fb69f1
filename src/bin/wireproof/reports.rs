//! Writes reports to files: `--report FORMAT=PATH`.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

use wireproof::report::{self, Format};
use wireproof::run::{ExitStatus, Report};
use wireproof::testee::Interrupt;

use crate::failure::Failure;
use crate::shell::shown;
use crate::target::{self, Target, Waited};

/// A report that the user wants in a file.
pub(crate) struct Wish<'a> {
    argument: &'a OsStr,
    format: &'static Format,
    target: Target,
}

/// A file that a run reads, and what it is for.
pub(crate) struct InputFile {
    pub(crate) what: String,
    pub(crate) path: PathBuf,
}

impl InputFile {
    pub(crate) fn new(what: &str, path: &Path) -> Self {
        Self { what: format!("{what} file {}", shown(path)), path: path.to_owned() }
    }
}

/// Reads `FORMAT=PATH` arguments. Two paths must not lead to the same file, and no path may lead to an input file.
pub(crate) fn wishes<'a>(
    arguments: &'a [OsString],
    inputs: &[InputFile],
) -> Result<Vec<Wish<'a>>, Failure> {
    let known = || {
        let names: Vec<_> = report::FORMATS.iter().map(|format| format.name).collect();
        names.join(", ")
    };
    let mut wishes: Vec<Wish<'_>> = Vec::new();
    for argument in arguments {
        let wrong = |what: String| Failure::usage(format!("--report {}: {what}", shown(argument)));
        let mut parts = argument.as_bytes().splitn(2, |byte| *byte == b'=');
        let (Some(name), Some(path)) = (parts.next(), parts.next()) else {
            return Err(wrong(format!("FORMAT=PATH expected; FORMAT is one of {}", known())));
        };
        let name = shown(OsStr::from_bytes(name));
        let Some(format) = report::format(&name) else {
            return Err(wrong(format!("there is no format `{name}`; the formats are {}", known())));
        };
        let target = Target::of(Path::new(OsStr::from_bytes(path))).map_err(wrong)?;
        if let Some(other) = wishes.iter().find(|other| other.target.is_that_of(&target)) {
            let other = shown(other.argument);
            return Err(wrong(format!("--report {other} is for the same file; name another file")));
        }
        let input = |input: &&InputFile| target.is_replaced() && target.is(&input.path);
        if let Some(input) = inputs.iter().find(input) {
            let what = &input.what;
            return Err(wrong(format!(
                "it would replace {what}, which the run reads; name another file"
            )));
        }
        if let Some(stream) = target.stream_to_it() {
            return Err(wrong(format!("{stream} goes to the same file; name another file")));
        }
        wishes.push(Wish { argument, format, target });
    }
    Ok(wishes)
}

/// Reports whether one of the reports is JSON.
pub(crate) fn has_json(wishes: &[Wish<'_>]) -> bool {
    wishes.iter().any(|wish| wish.format.name == "json")
}

/// The report files of a run that has begun.
pub(crate) struct Reports<'a> {
    interrupt: Interrupt,
    files: Vec<(Wish<'a>, Option<File>)>,
}

impl<'a> Reports<'a> {
    /// Replaces each file by a report that says that the run has not ended. So the file parses even if the run is killed,
    /// and nobody takes an older report for the report of this run. No file is replaced before all of them can be.
    ///
    /// A pipe or a device gets nothing before the run is over.
    pub(crate) fn begin(
        wishes: Vec<Wish<'a>>,
        unended: &Report,
        interrupt: &Interrupt,
    ) -> Result<Self, Failure> {
        let drafts: Vec<_> = wishes
            .iter()
            .map(|wish| wish.target.draft().map_err(|error| wish.cannot_begin(&error)))
            .collect::<Result<_, _>>()?;
        for (wish, draft) in wishes.iter().zip(drafts) {
            if let Some(draft) = draft {
                let bytes = (wish.format.write)(unended);
                draft.finish(&bytes).map_err(|error| wish.cannot_begin(&error))?;
            }
        }
        let mut reports = Self { interrupt: interrupt.clone(), files: Vec::new() };
        for wish in wishes {
            let file = match wish.target.is_replaced() {
                true => None,
                false => match wish.target.open(interrupt) {
                    Ok(Waited::Done(file)) => Some(file),
                    // The run will not begin, so there is nothing to write to this target.
                    Ok(Waited::Interrupted) => continue,
                    Err(error) => return Err(wish.cannot_begin(&error)),
                },
            };
            reports.files.push((wish, file));
        }
        Ok(reports)
    }

    /// Writes the report to every file, even if one cannot be written, and returns the failures.
    pub(crate) fn end(self, report: &Report) -> Vec<Failure> {
        let interrupt = self.interrupt;
        let write = |(wish, file): (Wish<'_>, Option<File>)| {
            let name = shown(&wish.target.path);
            let bytes = (wish.format.write)(report);
            let written = match file {
                Some(file) => target::write(file, bytes, &interrupt),
                None => crate::output::replace(&wish.target.path, &bytes).map(Waited::Done),
            };
            match written {
                Ok(Waited::Done(())) => None,
                Ok(Waited::Interrupted) => Some(Failure {
                    status: ExitStatus::Interrupted,
                    message: format!("interrupted while the report was written to `{name}`"),
                }),
                Err(error) => {
                    Some(Failure::cannot_run(format!("`{name}` cannot be written: {error}")))
                }
            }
        };
        self.files.into_iter().filter_map(write).collect()
    }
}

impl Wish<'_> {
    /// Returns the failure for a report that cannot be written.
    fn cannot_begin(&self, error: &io::Error) -> Failure {
        let (argument, name) = (shown(self.argument), shown(&self.target.path));
        let message = format!("--report {argument}: `{name}` cannot be written: {error}");
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                Failure::cannot_run(message)
            }
            _ => Failure::usage(message),
        }
    }
}
