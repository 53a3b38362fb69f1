//! Chooses and starts the testee of a command.

use std::path::{Component, Path, PathBuf};
use std::thread;

use wireproof::contract::Contract;
use wireproof::exchange::TesteeInfo;
use wireproof::reference::{GenericClient, ReferenceClient};
use wireproof::terminal_text;
use wireproof::testee::protocol::HelloRequest;
use wireproof::testee::{
    InProcess, Interrupt, Subprocess, SubprocessSpec, Testee, TesteeError, limits,
};

use crate::args::TESTEES;
use crate::failure::Failure;
use crate::shell::shown;
use crate::versions;

/// The name of the reference client for `--against`.
const REFERENCE: &str = "reference";

/// A testee that a command can start, once for each job.
#[derive(Debug)]
pub(crate) enum Choice {
    /// The embedded reference client.
    Reference,
    /// The program `run` in a folder. The name has the version, if the testee has versions.
    Folder { name: String, testees: PathBuf, path: PathBuf, version: Option<String> },
    /// A command line, and its words.
    Command { line: String, spec: Box<SubprocessSpec> },
}

impl Choice {
    /// Returns the testee of this name or this command line, or the reference client if neither is given.
    pub(crate) fn of(
        testee: Option<&str>,
        exec: Option<&str>,
        testees: &Path,
    ) -> Result<Self, Failure> {
        match (testee, exec) {
            (_, Some(line)) => {
                let spec =
                    SubprocessSpec::from_command_line(line, HelloRequest::of(&Contract::default()));
                let spec = spec.map_err(|error| {
                    Failure::usage(format!("--exec: {}", terminal_text::inline(&error.to_string())))
                })?;
                Ok(Self::Command { line: line.to_owned(), spec: Box::new(spec) })
            }
            (Some(name), None) => folder(testees, name),
            (None, None) => Ok(Self::Reference),
        }
    }

    /// Returns the second testee, of this name or this command line, or `None` if neither is given. The name `reference`
    /// stands for the reference client.
    pub(crate) fn beside(
        testee: Option<&str>,
        exec: Option<&str>,
        testees: &Path,
    ) -> Result<Option<Self>, Failure> {
        let wrong = |failure: Failure| {
            let option = if exec.is_some() { "--against-exec" } else { "--against" };
            let message = failure.message.trim_start_matches("--exec: ");
            Failure { message: format!("{option}: {message}"), ..failure }
        };
        match (testee, exec) {
            (None, None) => Ok(None),
            (Some(REFERENCE), None) => Ok(Some(Self::Reference)),
            (testee, exec) => Self::of(testee, exec, testees).map(Some).map_err(wrong),
        }
    }

    /// Returns what is known about the testee before its hello.
    pub(crate) fn info(&self) -> TesteeInfo {
        match self {
            Self::Reference => ReferenceClient::info(),
            Self::Folder { name, .. } => TesteeInfo::new(name),
            Self::Command { line, .. } => TesteeInfo::new(line),
        }
    }

    /// Returns the command for the user to see, or `None` if the testee is not a process.
    pub(crate) fn shown(&self) -> Option<String> {
        match self {
            Self::Reference => None,
            Self::Folder { path, version, .. } => {
                let run = shown(path.join("run"));
                Some(version.iter().fold(run, |run, version| format!("{run} {version}")))
            }
            Self::Command { line, .. } => Some(line.clone()),
        }
    }

    /// Returns the version of the testee that is chosen, if it has versions.
    pub(crate) fn version(&self) -> Option<&str> {
        match self {
            Self::Folder { version, .. } => version.as_deref(),
            Self::Reference | Self::Command { .. } => None,
        }
    }

    /// Returns the files that the testee is made of, which no report may replace. For a command line these are all of its
    /// words, since any may name a file: `python3 driver.py`.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        match self {
            Self::Reference => Vec::new(),
            Self::Folder { path, .. } => vec![path.join("run")],
            Self::Command { spec, .. } => spec.program.iter().map(PathBuf::from).collect(),
        }
    }

    /// Starts the testee.
    pub(crate) fn start(
        &self,
        contract: &Contract,
        interrupt: &Interrupt,
    ) -> Result<Box<dyn Testee>, TesteeError> {
        match self.spec(contract, interrupt) {
            Some(spec) => Ok(Box::new(Subprocess::start(spec)?)),
            None if is_embedded(contract) => {
                Ok(Box::new(InProcess::new(ReferenceClient::new()).with_interrupt(interrupt)))
            }
            // The typed client knows one operation; the generic one interprets any.
            None => {
                let client = GenericClient::new(contract.clone());
                Ok(Box::new(InProcess::new(client).with_interrupt(interrupt)))
            }
        }
    }

    /// Returns what to start, if the testee is a process.
    pub(crate) fn spec(
        &self,
        contract: &Contract,
        interrupt: &Interrupt,
    ) -> Option<SubprocessSpec> {
        let mut spec = match self {
            Self::Reference => return None,
            Self::Folder { name, path, version, .. } => {
                let program = std::iter::once(path.join("run"));
                let program = program.chain(version.iter().map(PathBuf::from));
                let hello = HelloRequest::of(contract);
                SubprocessSpec { name: name.clone(), ..SubprocessSpec::new(program, hello) }
            }
            Self::Command { spec, .. } => {
                SubprocessSpec { hello: HelloRequest::of(contract), ..*spec.clone() }
            }
        };
        spec.interrupt = interrupt.clone();
        Some(spec)
    }
}

/// Starts a testee. Returns `None` if the run is interrupted meanwhile.
pub(crate) fn start(
    choice: &Choice,
    contract: &Contract,
    interrupt: &Interrupt,
) -> Result<Option<Box<dyn Testee>>, Failure> {
    match choice.start(contract, interrupt) {
        Ok(testee) => Ok(Some(testee)),
        Err(_) if interrupt.is_tripped() => Ok(None),
        Err(error) => Err(Failure::cannot_run(error)),
    }
}

/// Starts `count` testees. A start is mostly the testee's own work or wait, so they start at the same time. Returns `None`
/// if the run is interrupted meanwhile.
pub(crate) fn start_side_by_side(
    choice: &Choice,
    count: usize,
    contract: &Contract,
    interrupt: &Interrupt,
) -> Result<Option<Vec<Box<dyn Testee>>>, Failure> {
    thread::scope(|scope| {
        let begin = |_| {
            let start = || start(choice, contract, interrupt);
            thread::Builder::new().spawn_scoped(scope, start)
        };
        // Every thread is begun before the first is waited for.
        let begun: Vec<_> = (0..count).map(begin).collect();
        let ended = begun.into_iter().map(|begun| {
            let thread = begun.map_err(|error| Failure::cannot_run(limits::no_thread(&error)))?;
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        ended.collect()
    })
}

/// Finds the folder of the testee `name`, which may have its version behind an `@`.
fn folder(testees: &Path, name: &str) -> Result<Choice, Failure> {
    // An environment variable that is empty counts as not set.
    let testees = if testees.as_os_str().is_empty() { Path::new(TESTEES) } else { testees };
    let split = name.split_once('@').map(|(plain, version)| (plain, Some(version)));
    for (plain, asked) in [Some((name, None)), split].into_iter().flatten() {
        if !is_testee(testees, plain) {
            continue;
        }
        let path = testees.join(plain);
        let version = versions::chosen(&path, asked)
            .map_err(|why| Failure::usage(format!("the testee `{}`: {why}", shown(plain))))?;
        let name = match &version {
            Some(version) => format!("{plain}@{version}"),
            None => plain.to_owned(),
        };
        // The system would search a name without a slash in PATH, so the path becomes absolute.
        let path = std::path::absolute(&path).unwrap_or(path);
        return Ok(Choice::Folder { name, testees: testees.to_owned(), path, version });
    }
    let mut known: Vec<String> = std::fs::read_dir(testees)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_testee(testees, name))
        .collect();
    known.sort();
    let meant = known.iter().find_map(|known| {
        let version = name.strip_prefix(known.as_str())?.strip_prefix('-')?;
        let version = versions::chosen(&testees.join(known), Some(version)).ok()??;
        Some(format!("; a version of `{known}` is named `{known}@{version}`"))
    });
    let there: Vec<_> = known.iter().map(shown).collect();
    let known = match there.as_slice() {
        [] => ", nor any other; name the folder that testees are in with --testees".to_owned(),
        known => format!("; there are {}", known.join(", ")),
    };
    let (name, folder) = (shown(name), shown(testees));
    let known = meant.map(|meant| shown(&meant)).unwrap_or(known);
    Err(Failure::usage(format!("there is no testee `{name}` in `{folder}`{known}")))
}

/// Reports whether the directory has a testee of this name: a folder with the program `run`.
fn is_testee(testees: &Path, name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None));
    plain && testees.join(name).join("run").is_file()
}

/// Reports whether a contract is one of the operation that the typed reference client knows.
fn is_embedded(contract: &Contract) -> bool {
    let embedded = Contract::default();
    contract.service_name() == embedded.service_name()
        && contract.operation().name() == embedded.operation().name()
}
